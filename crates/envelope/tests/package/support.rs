//! A station, a centre, a stranger; packages between them; and a second, independent reading of `FORMAT.md` with which
//! hostile files are made.

use std::io::{self, Cursor, Read, Write};
use std::iter;
use std::sync::Arc;

use age::secrecy::SecretString;
use bech32::{ToBase32, Variant};
use fachuang_envelope::{
    Acks, Address, Addressee, AuditHead, Carried, DeviceSecret, Entry, EntryId, Extra, Head, Hlc,
    Keyring, LinkAck, LinkId, Lock, OpenError, OpenSecret, Opened, Origin, Passphrase, Rejected,
    Sealed, Senders, SeriesPoint, SignPublic, Standing, Subject, Waybill, WorkFactor, open, seal,
};
use sha2::{Digest, Sha256};

/// Bytes of the trailer, as the format says.
pub const TRAILER: usize = 48;

pub type Staging = Cursor<Vec<u8>>;

pub fn station() -> Address {
    Address::new("YC", 7, 1).unwrap()
}

pub fn centre() -> Address {
    Address::new("ZX", 1, 0).unwrap()
}

pub fn stranger() -> Address {
    Address::new("XX", 66, 0).unwrap()
}

/// Keys of a device; the same for the same number.
pub fn keys(number: u8) -> DeviceSecret {
    DeviceSecret::from_seeds([number; 32], [number ^ 0x80; 32])
}

pub fn station_keys() -> DeviceSecret {
    keys(1)
}

pub fn centre_keys() -> DeviceSecret {
    keys(2)
}

pub fn stranger_keys() -> DeviceSecret {
    keys(3)
}

pub fn escrow() -> OpenSecret {
    OpenSecret::from_seed([9; 32])
}

pub fn words() -> Passphrase {
    Passphrase::new("青山 绿水 灯笼 河流 书桌 雨伞 一二三").unwrap()
}

/// Knows the station and the centre.
pub struct Pinned {
    pub revoked: bool,
}

impl Senders for Pinned {
    fn standing(&self, from: &Address, signer: &SignPublic) -> Standing {
        let known = [(station(), station_keys()), (centre(), centre_keys())];
        let pinned = known
            .iter()
            .any(|(address, keys)| address == from && keys.public().sign == *signer);
        match (pinned, self.revoked) {
            (false, _) => Standing::Unknown,
            (true, true) => Standing::Revoked,
            (true, false) => Standing::Known,
        }
    }
}

/// Entries of one series with a body of about `size` bytes each.
pub fn series(device: u32, count: u64, size: usize) -> Vec<Entry> {
    let mut prev = [0; 32];
    (1..=count)
        .map(|seq| {
            let entry = entry(
                EntryId {
                    device,
                    epoch: 1,
                    seq,
                },
                prev,
                text_body(seq, size),
            );
            prev = entry.hash;
            entry
        })
        .collect()
}

/// A body with one text that does not repeat.
pub fn text_body(seed: u64, size: usize) -> Vec<u8> {
    let mut text = String::new();
    let mut block = Sha256::digest(seed.to_be_bytes());
    while text.len() < size {
        for byte in block.iter() {
            text.push(char::from(b'a' + byte % 26));
        }
        block = Sha256::digest(block);
    }
    text.truncate(size);
    let mut body = Vec::new();
    ciborium::into_writer(
        &ciborium::Value::Map(vec![("set".into(), text.into())]),
        &mut body,
    )
    .unwrap();
    body
}

pub fn entry(id: EntryId, prev: [u8; 32], body: Vec<u8>) -> Entry {
    let head = Head {
        id,
        hlc: Hlc {
            wall_ms: 1_790_000_000_000 + id.seq as i64,
            counter: 0,
        },
        origin: Arc::new(Origin {
            account: [4; 16],
            role: "clerk".into(),
            site: "YC".into(),
            tier: "station".into(),
        }),
        subject: Subject {
            kind: "ticket".into(),
            id: [id.seq as u8; 16],
        },
        kind: "ticket.note".into(),
        version: 1,
        base: vec![("matter".into(), vec![id])],
        payload_hash: [0; 32],
        prev,
    };
    Entry::seal(head, body)
}

/// What the station states in its third package to the centre.
pub fn waybill() -> Waybill {
    Waybill {
        package: [5; 16],
        number: 3,
        made_ms: 1_790_000_000_000,
        from: station(),
        to: centre(),
        link: LinkId::between(&station(), &centre()),
        feed_first: 41,
        previous: Some([6; 32]),
        part: 1,
        prerequisites: vec![point(7, 40)],
        schema: 4,
        capabilities: vec!["redact".into()],
        acks: Acks {
            links: vec![LinkAck {
                link: LinkId::between(&centre(), &station()),
                through: 12,
                package: [8; 32],
            }],
            series: vec![point(1, 90), point(2, 3)],
            rejected: vec![Rejected {
                id: EntryId {
                    device: 1,
                    epoch: 0,
                    seq: 17,
                },
                hash: [3; 32],
                reason: "entry.head_changed".into(),
            }],
        },
        audit: Some(AuditHead {
            count: 77,
            hash: [2; 32],
        }),
        more: [(90, vec![0x82, 1, 0x61, b'x'])].into(),
    }
}

pub fn point(device: u32, seq: u64) -> SeriesPoint {
    SeriesPoint {
        device,
        epoch: 0,
        seq,
        hash: [device as u8; 32],
    }
}

/// A blob of bytes that do repeat.
pub fn extra(name: &str, size: usize) -> Extra {
    Extra {
        name: name.into(),
        version: 2,
        bytes: (0..size).map(|at| (at / 7) as u8).collect(),
    }
}

/// Lock for the centre, with the escrow.
pub fn for_centre() -> Lock<'static> {
    Lock::Keys {
        device: centre_keys().public().open,
        escrow: Some(escrow().public()),
    }
}

/// Lock of words at a price for tests.
pub fn for_words(words: &Passphrase) -> Lock<'_> {
    Lock::Passphrase {
        words,
        work: WorkFactor::for_tests(),
    }
}

/// Makes one package of all that is given.
pub fn make(entries: &[Entry], extras: &[Extra], lock: Lock<'_>) -> (Vec<u8>, Sealed) {
    let mut file = Vec::new();
    let mut given = entries.iter().cloned().map(Ok).peekable();
    let extras = extras.iter().cloned().map(Ok);
    let sealed = seal(
        &mut file,
        waybill(),
        &mut given,
        extras,
        &station_keys(),
        lock,
    )
    .unwrap();
    assert!(given.next().is_none());
    (file, sealed)
}

/// A package small enough to touch each of its bytes: two entries and a blob.
pub fn small() -> Vec<u8> {
    make(&series(7, 2, 20), &[extra("calendar", 30)], for_centre()).0
}

/// Opens a file as the centre does.
pub fn open_at_centre(file: &[u8]) -> Result<Opened<Staging>, OpenError> {
    open_with(file, &[centre_keys().open().clone()], None)
}

pub fn open_with(
    file: &[u8],
    secrets: &[OpenSecret],
    passphrase: Option<&Passphrase>,
) -> Result<Opened<Staging>, OpenError> {
    let keyring = Keyring {
        addressee: Addressee::Me(&[centre()]),
        secrets,
        passphrase,
        senders: &Pinned { revoked: false },
    };
    open(file, Cursor::new(Vec::new()), &keyring)
}

/// Returns the code a file is refused with.
pub fn refusal(file: &[u8]) -> &'static str {
    match open_at_centre(file) {
        Ok(_) => "opened",
        Err(error) => error.code(),
    }
}

/// Reads everything that a package yields.
pub fn read_all(opened: &mut Opened<Staging>) -> Vec<Carried> {
    (0..opened.chunk_count())
        .flat_map(|chunk| opened.read_chunk(chunk).unwrap().to_vec())
        .collect()
}

/// A package taken apart: plain header, what is inside the age file.
#[derive(Clone)]
pub struct Parts {
    pub outer: Vec<u8>,
    pub body: Vec<u8>,
}

impl Parts {
    /// Takes a package for the centre apart.
    pub fn of(file: &[u8]) -> Self {
        let length = u16::from_be_bytes([file[12], file[13]]);
        let (outer, rest) = file.split_at(14 + usize::from(length) + 8);
        let sealed = &rest[..rest.len() - TRAILER];
        let digits = centre_keys().open().expose().to_base32();
        let name = bech32::encode("age-secret-key-", digits, Variant::Bech32).unwrap();
        let key: age::x25519::Identity = name.parse().unwrap();
        let mut body = Vec::new();
        age::Decryptor::new(sealed)
            .unwrap()
            .decrypt(iter::once(&key as &dyn age::Identity))
            .unwrap()
            .read_to_end(&mut body)
            .unwrap();
        Self {
            outer: outer.to_vec(),
            body,
        }
    }

    /// Puts it together again for the holder of a key, as anybody can who knows the public half.
    pub fn sealed_for(&self, keys: &DeviceSecret) -> Vec<u8> {
        let name = bech32::encode("age", keys.public().open.0.to_base32(), Variant::Bech32);
        let key: age::x25519::Recipient = name.unwrap().parse().unwrap();
        self.sealed_by(&key)
    }

    pub fn sealed_by(&self, key: &dyn age::Recipient) -> Vec<u8> {
        let mut file = self.outer.clone();
        let encryptor = age::Encryptor::with_recipients(iter::once(key)).unwrap();
        let mut writer = encryptor.wrap_output(&mut file).unwrap();
        writer.write_all(&self.body).unwrap();
        writer.finish().unwrap();
        with_trailer(file)
    }

    pub fn sealed(&self) -> Vec<u8> {
        self.sealed_for(&centre_keys())
    }

    /// Where each frame begins, and where the manifest's does.
    pub fn frames(&self) -> (Vec<(usize, usize)>, usize) {
        let (mut at, mut frames) = (8, Vec::new());
        while self.body[at] != 16 {
            let digits = self.body[at + 10..at + 14].try_into().unwrap();
            let end = at + 14 + u32::from_be_bytes(digits) as usize;
            frames.push((at, end));
            at = end;
        }
        (frames, at)
    }

    /// The manifest as it was signed.
    pub fn manifest(&self) -> Vec<u8> {
        let at = self.frames().1;
        self.body[at + 5..self.body.len() - 64].to_vec()
    }

    /// Replaces the manifest and signs it with a key.
    pub fn sign(&mut self, manifest: &[u8], signer: &DeviceSecret) {
        self.body.truncate(self.frames().1);
        self.body.push(16);
        let length = manifest.len() as u32;
        self.body.extend_from_slice(&length.to_be_bytes());
        self.body.extend_from_slice(manifest);
        let message = [b"fachuang manifest 1\0", manifest].concat();
        self.body.extend_from_slice(&signer.sign(&message));
    }

    /// Changes the manifest as a map and signs it again as the station.
    pub fn amend(&mut self, change: impl FnOnce(&mut Map)) {
        let mut map = Map(ciborium::from_reader(self.manifest().as_slice()).unwrap());
        change(&mut map);
        let mut bytes = Vec::new();
        ciborium::into_writer(&map.0, &mut bytes).unwrap();
        self.sign(&bytes, &station_keys());
    }
}

/// A manifest as a map of values.
pub struct Map(pub ciborium::Value);

impl Map {
    pub fn set(&mut self, key: u64, value: impl Into<ciborium::Value>) {
        *self.get(key) = value.into();
    }

    pub fn get(&mut self, key: u64) -> &mut ciborium::Value {
        let pairs = self.0.as_map_mut().unwrap().iter_mut();
        let mut found = pairs.filter(|(found, _)| *found == ciborium::Value::from(key));
        &mut found.next().unwrap().1
    }
}

/// Appends the trailer that belongs to these bytes.
pub fn with_trailer(mut file: Vec<u8>) -> Vec<u8> {
    let hash = Sha256::digest(&file);
    file.extend_from_slice(&(file.len() as u64).to_be_bytes());
    file.extend_from_slice(&hash);
    file.extend_from_slice(b"FCX\r\nEND");
    file
}

/// Takes the trailer off and puts on the one that belongs to what was changed.
pub fn trailed_again(file: &[u8]) -> Vec<u8> {
    with_trailer(file[..file.len() - TRAILER].to_vec())
}

/// A recipient of words at any price.
pub fn words_recipient(log_rounds: u8) -> age::scrypt::Recipient {
    let mut key = age::scrypt::Recipient::new(SecretString::from(
        "青山 绿水 灯笼 河流 书桌 雨伞 一二三".to_owned(),
    ));
    key.set_work_factor(log_rounds);
    key
}

/// Fails after some bytes, as a stick that is pulled.
pub struct Pulled<'a> {
    pub bytes: &'a [u8],
}

impl Read for Pulled<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() {
            return Err(io::Error::other("pulled"));
        }
        self.bytes.read(buffer)
    }
}
