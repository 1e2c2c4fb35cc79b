//! A virtual screen for machines without a display: a private X server and pictures of it.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Width and height of the screens the program is made for.
pub const USUAL_SIZE: (u32, u32) = (1366, 768);
/// File in which the X server keeps the first screen, in the format of `xwd`.
const FRAME_NAME: &str = "Xvfb_screen0";
/// A page that has painted shows more than the plain ground of a window.
const COLOURS_OF_A_PAGE: usize = 8;
const POLL: Duration = Duration::from_millis(200);
/// A caret may blink for ever, so that two frames never agree.
const LONGEST_UNREST: Duration = Duration::from_secs(3);

/// A private X server; it ends when this value is dropped.
#[derive(Debug)]
pub struct VirtualScreen {
    server: Child,
    display: String,
    folder: PathBuf,
}

impl VirtualScreen {
    /// Starts an X server of the usual size on a free display, with its frame buffer in `folder`.
    ///
    /// # Errors
    /// When `Xvfb` is not installed or does not come up.
    pub fn start(folder: &Path) -> io::Result<Self> {
        Self::start_sized(folder, USUAL_SIZE)
    }

    /// Starts an X server with a screen of this width and height.
    ///
    /// # Errors
    /// When `Xvfb` is not installed or does not come up.
    pub fn start_sized(folder: &Path, (width, height): (u32, u32)) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .args(["-screen", "0", &format!("{width}x{height}x24")])
            .arg("-fbdir")
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            BufReader::new(out).read_line(&mut number)?;
        }
        let number = number.trim();
        if number.is_empty() {
            // It has ended already or will be of no use.
            let _ = server.kill();
            let _ = server.wait();
            return Err(io::Error::other("the X server did not name its display"));
        }
        Ok(Self {
            server,
            display: format!(":{number}"),
            folder: folder.to_owned(),
        })
    }

    /// Returns the value of `DISPLAY` for programs on this screen.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Returns what the screen shows now.
    ///
    /// # Errors
    /// When the frame cannot be read or is not in a format the server writes.
    pub fn picture(&self) -> io::Result<Picture> {
        let bytes = fs::read(self.folder.join(FRAME_NAME))?;
        Picture::from_xwd(&bytes).ok_or_else(|| io::Error::other("unknown frame format"))
    }

    /// Waits until a page has been painted and stands still, and returns its picture.
    ///
    /// # Errors
    /// When nothing has been painted within `patience`.
    pub fn wait_for_page(&self, patience: Duration) -> io::Result<Picture> {
        let start = Instant::now();
        let mut painted: Option<(Instant, Picture)> = None;
        while start.elapsed() < patience {
            std::thread::sleep(POLL);
            let picture = self.picture()?;
            if picture.colours(COLOURS_OF_A_PAGE) < COLOURS_OF_A_PAGE {
                continue;
            }
            match painted.take() {
                Some((since, before)) => {
                    if before == picture || since.elapsed() > LONGEST_UNREST {
                        return Ok(picture);
                    }
                    painted = Some((since, picture));
                }
                None => painted = Some((Instant::now(), picture)),
            }
        }
        Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the window has not painted anything",
        ))
    }
}

impl Drop for VirtualScreen {
    fn drop(&mut self) {
        // A server that has ended already is what is wanted.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A picture in 8-bit red, green and blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Three bytes for each pixel, row by row.
    pub rgb: Vec<u8>,
}

impl Picture {
    /// Reads a 32-bit little-endian `xwd` dump; `None` when it is something else.
    pub fn from_xwd(bytes: &[u8]) -> Option<Self> {
        let field = |index: usize| -> Option<u32> {
            let at = index * 4;
            Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
        };
        let (header, version) = (field(0)?, field(1)?);
        let (width, height) = (field(4)?, field(5)?);
        let (byte_order, bits, stride) = (field(7)?, field(11)?, field(12)?);
        let colours = field(19)?;
        if version != 7 || byte_order != 0 || bits != 32 {
            return None;
        }
        let pixels = bytes.get(header as usize + colours as usize * 12..)?;
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for row in pixels.chunks_exact(stride as usize).take(height as usize) {
            for pixel in row.chunks_exact(4).take(width as usize) {
                rgb.extend([pixel[2], pixel[1], pixel[0]]);
            }
        }
        (rgb.len() == width as usize * height as usize * 3).then_some(Self { width, height, rgb })
    }

    /// Counts the different colours, and stops counting at `enough`.
    pub fn colours(&self, enough: usize) -> usize {
        let mut seen: Vec<&[u8]> = Vec::with_capacity(enough);
        for pixel in self.rgb.chunks_exact(3) {
            if !seen.contains(&pixel) {
                seen.push(pixel);
                if seen.len() >= enough {
                    break;
                }
            }
        }
        seen.len()
    }

    /// Writes the picture as a PNG file and makes its folder if need be.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut encoder =
            png::Encoder::new(BufWriter::new(File::create(path)?), self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.rgb)?;
        Ok(writer.finish()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the dump of a picture two pixels wide and one high, with one byte of padding pixels.
    fn dump(bits: u32) -> Vec<u8> {
        let mut fields = [0u32; 25];
        fields[0] = 100;
        fields[1] = 7;
        fields[4] = 2;
        fields[5] = 1;
        fields[11] = bits;
        fields[12] = 12;
        fields[19] = 1;
        let mut bytes: Vec<u8> = fields
            .iter()
            .flat_map(|field| field.to_be_bytes())
            .collect();
        bytes.extend([0; 12]);
        bytes.extend([3, 2, 1, 0, 6, 5, 4, 0, 9, 9, 9, 9]);
        bytes
    }

    #[test]
    fn a_frame_of_the_x_server_becomes_a_picture() {
        let picture = Picture::from_xwd(&dump(32)).unwrap();
        assert_eq!((picture.width, picture.height), (2, 1));
        assert_eq!(picture.rgb, [1, 2, 3, 4, 5, 6]);
        assert_eq!(picture.colours(8), 2);
    }

    #[test]
    fn a_frame_in_another_format_or_cut_short_is_refused() {
        assert_eq!(Picture::from_xwd(&dump(16)), None);
        let whole = dump(32);
        assert_eq!(Picture::from_xwd(&whole[..whole.len() - 4]), None);
        assert_eq!(Picture::from_xwd(&[]), None);
    }

    #[test]
    fn a_saved_picture_is_a_png_with_the_same_pixels() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("screens/one.png");
        let picture = Picture::from_xwd(&dump(32)).unwrap();
        picture.save(&path).unwrap();
        let decoder = png::Decoder::new(BufReader::new(File::open(&path).unwrap()));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!(pixels, picture.rgb);
    }
}
