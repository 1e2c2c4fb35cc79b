//! A disk in memory that loses power and runs full, as an SQLite file system.
//!
//! Each file is its durable bytes and the list of changes since its last sync. When the power goes, each of those
//! changes reaches the disk with probability ½, and of the writes that do 30 % are torn at 512-byte sectors. There is
//! no shared memory, so a database in WAL mode needs `locking_mode=EXCLUSIVE`, as `Database::alone` sets it.

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::Path;
use std::ptr;
use std::sync::{Arc, Mutex, MutexGuard};

use rusqlite::ffi;

const SECTOR: usize = 512;

/// What happens to the bytes when SQLite asks for a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flush {
    /// They become durable.
    Honest,
    /// The disk says so and does nothing.
    Ignored,
}

/// A small repeatable series of numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Starts the series that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { size: usize },
}

#[derive(Default)]
struct Content {
    /// What a reader sees now.
    seen: Vec<u8>,
    /// What is on the platter for certain.
    durable: Vec<u8>,
    unsynced: Vec<Change>,
}

/// The state of the disk.
struct Disk {
    files: BTreeMap<String, Content>,
    dice: Dice,
    flush: Flush,
    /// Writes, truncations and syncs until the power goes; none while it is certain.
    until_cut: Option<u64>,
    powered: bool,
    /// Handles of an earlier life are dead.
    life: u64,
    capacity: Option<usize>,
}

impl Disk {
    /// Counts one change or sync; false when the power is gone.
    fn tick(&mut self) -> bool {
        if let Some(left) = &mut self.until_cut {
            if *left == 0 {
                self.powered = false;
            } else {
                *left -= 1;
            }
        }
        self.powered
    }

    fn used(&self) -> usize {
        self.files.values().map(|file| file.seen.len()).sum()
    }

    fn lose_power(&mut self) {
        let Self { files, dice, .. } = self;
        for file in files.values_mut() {
            for change in file.unsynced.drain(..) {
                if dice.below(2) == 0 {
                    continue;
                }
                match change {
                    Change::Truncate { size } => file.durable.resize(size, 0),
                    Change::Write { at, bytes } if dice.below(100) < 30 => {
                        tear(&mut file.durable, at, &bytes, dice);
                    }
                    Change::Write { at, bytes } => put(&mut file.durable, at, &bytes),
                }
            }
            file.seen.clone_from(&file.durable);
        }
        self.life += 1;
        self.until_cut = None;
        self.powered = true;
    }
}

/// Lets each sector of a write arrive or not.
fn tear(content: &mut Vec<u8>, at: usize, bytes: &[u8], dice: &mut Dice) {
    let mut from = 0;
    while from < bytes.len() {
        let to = bytes.len().min(((at + from) / SECTOR + 1) * SECTOR - at);
        if dice.below(2) == 1 {
            put(content, at + from, &bytes[from..to]);
        }
        from = to;
    }
}

fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[at..end].copy_from_slice(bytes);
}

type Shared = Arc<Mutex<Disk>>;

/// A registered file system; it stays registered until the test process ends.
pub struct FaultVfs {
    name: String,
    disk: Shared,
}

impl FaultVfs {
    /// Registers an empty disk under a name of its own.
    pub fn register(name: &str, seed: u64) -> Self {
        let disk: Shared = Arc::new(Mutex::new(Disk {
            files: BTreeMap::new(),
            dice: Dice::new(seed),
            flush: Flush::Honest,
            until_cut: None,
            powered: true,
            life: 0,
            capacity: None,
        }));
        let c_name = CString::new(name).expect("a name without a zero byte");
        let vfs = Box::new(ffi::sqlite3_vfs {
            iVersion: 1,
            szOsFile: c_int::try_from(size_of::<Handle>()).expect("a small struct"),
            mxPathname: 512,
            pNext: ptr::null_mut(),
            zName: c_name.into_raw(),
            pAppData: Arc::into_raw(Arc::clone(&disk)).cast_mut().cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: None,
            xCurrentTimeInt64: None,
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        });
        // SAFETY: SQLite keeps the pointer; the box is leaked and everything it points to lives as long as the process.
        let code = unsafe { ffi::sqlite3_vfs_register(Box::into_raw(vfs), 0) };
        assert_eq!(code, ffi::SQLITE_OK, "the file system is registered");
        Self {
            name: name.to_owned(),
            disk,
        }
    }

    /// Returns the name to open databases with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Removes every file.
    pub fn format(&self) {
        let mut disk = self.disk();
        disk.files.clear();
        disk.life += 1;
    }

    /// Cuts the power when `operations` more writes, truncations and syncs have been made.
    pub fn cut_after(&self, operations: u64) {
        self.disk().until_cut = Some(operations);
    }

    /// Ends the life of the machine and starts the next one with what the disk kept.
    pub fn restart(&self) {
        self.disk().lose_power();
    }

    /// Tells whether the power is still there.
    pub fn is_powered(&self) -> bool {
        self.disk().powered
    }

    /// Decides what a sync does from now on.
    pub fn set_flush(&self, flush: Flush) {
        self.disk().flush = flush;
    }

    /// Limits what all files together may hold.
    pub fn set_capacity(&self, bytes: Option<usize>) {
        self.disk().capacity = bytes;
    }

    /// Returns the bytes in use.
    pub fn used(&self) -> usize {
        self.disk().used()
    }

    /// Returns the size of one file, none when it is not there.
    pub fn size_of(&self, path: &Path) -> Option<usize> {
        let disk = self.disk();
        let file = disk.files.get(path.to_str()?)?;
        Some(file.seen.len())
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().expect("no test panics inside the disk")
    }
}

/// An open file. The first field is what SQLite knows of it.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    disk: *const Mutex<Disk>,
    name: *mut String,
    life: u64,
    delete_on_close: bool,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(lock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

/// Runs `action` on the disk and the content of an open file; handles of an earlier life get an I/O error.
///
/// # Safety
/// `file` was filled in by [`open`] and is not closed yet.
unsafe fn with_file(
    file: *mut ffi::sqlite3_file,
    failure: c_int,
    action: impl FnOnce(&mut Disk, &str) -> c_int,
) -> c_int {
    // SAFETY: the caller vouches for the handle; the disk outlives the process' databases.
    let (handle, disk) = unsafe {
        let handle = &*file.cast::<Handle>();
        (handle, &*handle.disk)
    };
    let Ok(mut disk) = disk.lock() else {
        return failure;
    };
    // SAFETY: the name was boxed by `open` and is freed by `close` only.
    let name = unsafe { &*handle.name };
    if handle.life != disk.life || !disk.powered || !disk.files.contains_key(name) {
        return failure;
    }
    action(&mut disk, name)
}

unsafe fn disk_of<'a>(vfs: *mut ffi::sqlite3_vfs) -> &'a Mutex<Disk> {
    // SAFETY: `register` put an Arc there that is never released.
    unsafe { &*(*vfs).pAppData.cast::<Mutex<Disk>>() }
}

unsafe fn text(name: *const c_char) -> String {
    // SAFETY: SQLite passes zero-terminated names.
    unsafe { CStr::from_ptr(name) }
        .to_string_lossy()
        .into_owned()
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes its own VFS, a name or null, and room for one `Handle`.
    unsafe {
        (*file).pMethods = ptr::null();
        let shared = disk_of(vfs);
        let Ok(mut disk) = shared.lock() else {
            return ffi::SQLITE_CANTOPEN;
        };
        let name = if name.is_null() {
            format!("temporary-{}", disk.dice.below(u64::MAX))
        } else {
            text(name)
        };
        let may_create = flags & ffi::SQLITE_OPEN_CREATE != 0;
        if !disk.powered || (!may_create && !disk.files.contains_key(&name)) {
            return ffi::SQLITE_CANTOPEN;
        }
        disk.files.entry(name.clone()).or_default();
        let handle = file.cast::<Handle>();
        (*handle).disk = shared;
        (*handle).name = Box::into_raw(Box::new(name));
        (*handle).life = disk.life;
        (*handle).delete_on_close = flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0;
        (*file).pMethods = &raw const METHODS;
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes each handle once; the name was boxed by `open`.
    unsafe {
        let handle = &mut *file.cast::<Handle>();
        let name = Box::from_raw(handle.name);
        if handle.delete_on_close
            && let Ok(mut disk) = (*handle.disk).lock()
            && disk.life == handle.life
        {
            disk.files.remove(&*name);
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    buffer: *mut c_void,
    amount: c_int,
    offset: i64,
) -> c_int {
    // SAFETY: SQLite passes an open handle and room for `amount` bytes.
    unsafe {
        with_file(file, ffi::SQLITE_IOERR_READ, |disk, name| {
            let wanted = std::slice::from_raw_parts_mut(buffer.cast::<u8>(), amount as usize);
            let content = &disk.files[name].seen;
            let from = content.len().min(offset as usize);
            let there = wanted.len().min(content.len() - from);
            wanted[..there].copy_from_slice(&content[from..from + there]);
            wanted[there..].fill(0);
            if there == wanted.len() {
                ffi::SQLITE_OK
            } else {
                ffi::SQLITE_IOERR_SHORT_READ
            }
        })
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    buffer: *const c_void,
    amount: c_int,
    offset: i64,
) -> c_int {
    // SAFETY: SQLite passes an open handle and `amount` readable bytes.
    unsafe {
        with_file(file, ffi::SQLITE_IOERR_WRITE, |disk, name| {
            let bytes = std::slice::from_raw_parts(buffer.cast::<u8>(), amount as usize);
            let at = offset as usize;
            let grows_by = (at + bytes.len()).saturating_sub(disk.files[name].seen.len());
            if grows_by > 0 && disk.capacity.is_some_and(|c| disk.used() + grows_by > c) {
                return ffi::SQLITE_FULL;
            }
            let powered = disk.tick();
            let Some(content) = disk.files.get_mut(name) else {
                return ffi::SQLITE_IOERR_WRITE;
            };
            // The write that the power cut interrupts may still reach the disk, whole or torn.
            put(&mut content.seen, at, bytes);
            content.unsynced.push(Change::Write {
                at,
                bytes: bytes.to_vec(),
            });
            if powered {
                ffi::SQLITE_OK
            } else {
                ffi::SQLITE_IOERR_WRITE
            }
        })
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: SQLite passes an open handle.
    unsafe {
        with_file(file, ffi::SQLITE_IOERR_TRUNCATE, |disk, name| {
            let size = size as usize;
            let powered = disk.tick();
            let Some(content) = disk.files.get_mut(name) else {
                return ffi::SQLITE_IOERR_TRUNCATE;
            };
            content.seen.resize(size, 0);
            content.unsynced.push(Change::Truncate { size });
            if powered {
                ffi::SQLITE_OK
            } else {
                ffi::SQLITE_IOERR_TRUNCATE
            }
        })
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite passes an open handle.
    unsafe {
        with_file(file, ffi::SQLITE_IOERR_FSYNC, |disk, name| {
            if !disk.tick() {
                return ffi::SQLITE_IOERR_FSYNC;
            }
            if disk.flush == Flush::Honest
                && let Some(content) = disk.files.get_mut(name)
            {
                for change in content.unsynced.drain(..) {
                    match change {
                        Change::Write { at, bytes } => put(&mut content.durable, at, &bytes),
                        Change::Truncate { size } => content.durable.resize(size, 0),
                    }
                }
            }
            ffi::SQLITE_OK
        })
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: SQLite passes an open handle and room for the answer.
    unsafe {
        with_file(file, ffi::SQLITE_IOERR_FSTAT, |disk, name| {
            *size = disk.files[name].seen.len() as i64;
            ffi::SQLITE_OK
        })
    }
}

unsafe extern "C" fn lock(_: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_: *mut ffi::sqlite3_file, held: *mut c_int) -> c_int {
    // SAFETY: SQLite passes room for the answer.
    unsafe { *held = 0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    SECTOR as c_int
}

unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    0
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, _: c_int) -> c_int {
    // SAFETY: SQLite passes its own VFS and a name.
    unsafe {
        let name = text(name);
        match disk_of(vfs).lock() {
            Ok(disk) if !disk.powered => ffi::SQLITE_IOERR_DELETE,
            Ok(mut disk) => match disk.files.remove(&name) {
                Some(_) => ffi::SQLITE_OK,
                None => ffi::SQLITE_IOERR_DELETE_NOENT,
            },
            Err(_) => ffi::SQLITE_IOERR_DELETE,
        }
    }
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    found: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes its own VFS, a name and room for the answer.
    unsafe {
        let name = text(name);
        let Ok(disk) = disk_of(vfs).lock() else {
            return ffi::SQLITE_IOERR_ACCESS;
        };
        *found = c_int::from(disk.files.contains_key(&name));
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes a name and `room` bytes for its full form.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > room as usize {
            return ffi::SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(
    vfs: *mut ffi::sqlite3_vfs,
    amount: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes its own VFS and `amount` bytes of room.
    unsafe {
        let Ok(mut disk) = disk_of(vfs).lock() else {
            return 0;
        };
        for byte in std::slice::from_raw_parts_mut(out.cast::<u8>(), amount as usize) {
            *byte = disk.dice.below(256) as u8;
        }
    }
    amount
}

unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, micros: c_int) -> c_int {
    micros
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, day: *mut f64) -> c_int {
    // SAFETY: SQLite passes room for the answer, a Julian day.
    unsafe { *day = 2_461_366.5 };
    ffi::SQLITE_OK
}
