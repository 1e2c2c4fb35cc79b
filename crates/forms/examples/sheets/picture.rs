//! Pictures in three bytes a point: read as PPM, put together, written as PNG without compression.

use std::error::Error;

/// Between the pages.
const GROUND: [u8; 3] = [0x88, 0x99, 0xaa];

/// Most bytes in one stored block.
const BLOCK: usize = 0xffff;

pub struct Picture {
    width: usize,
    height: usize,
    points: Vec<u8>,
}

impl Picture {
    pub fn blank(width: usize, height: usize) -> Self {
        let points = GROUND.repeat(width * height);
        Self {
            width,
            height,
            points,
        }
    }

    /// Reads what `pdftoppm` writes.
    pub fn ppm(bytes: &[u8]) -> Result<Self, Box<dyn Error>> {
        let mut parts = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut part = || parts.next().ok_or("a picture that ends in its head");
        if part()? != b"P6" {
            return Err("not a picture".into());
        }
        let mut number =
            || -> Result<usize, Box<dyn Error>> { Ok(std::str::from_utf8(part()?)?.parse()?) };
        let (width, height) = (number()?, number()?);
        let rest = part()?;
        let from = rest.len().checked_sub(width * height * 3);
        let points = rest[from.ok_or("a picture that is cut")?..].to_vec();
        Ok(Self {
            width,
            height,
            points,
        })
    }

    pub fn is_wider_than(&self, width: usize) -> bool {
        self.width > width
    }

    /// Puts another picture in its place; what does not fit is left out.
    pub fn put(&mut self, other: &Self, left: usize, top: usize) {
        let width = other.width.min(self.width.saturating_sub(left)) * 3;
        for row in 0..other.height.min(self.height.saturating_sub(top)) {
            let (to, from) = (((top + row) * self.width + left) * 3, row * other.width * 3);
            self.points[to..to + width].copy_from_slice(&other.points[from..from + width]);
        }
    }

    pub fn png(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut head = Vec::new();
        for side in [self.width, self.height] {
            head.extend(u32::try_from(side)?.to_be_bytes());
        }
        head.extend([8, 2, 0, 0, 0]);
        let mut rows = Vec::new();
        for row in self.points.chunks(self.width * 3) {
            rows.push(0);
            rows.extend(row);
        }
        let mut data = vec![0x78, 0x01];
        let last = rows.len().div_ceil(BLOCK) - 1;
        for (nth, block) in rows.chunks(BLOCK).enumerate() {
            let length = u16::try_from(block.len())?;
            data.push(u8::from(nth == last));
            data.extend(length.to_le_bytes());
            data.extend((!length).to_le_bytes());
            data.extend(block);
        }
        data.extend(adler(&rows).to_be_bytes());
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, content) in [(b"IHDR", head), (b"IDAT", data), (b"IEND", Vec::new())] {
            png.extend(u32::try_from(content.len())?.to_be_bytes());
            let body = [kind.as_slice(), &content].concat();
            png.extend(&body);
            png.extend(crc(&body).to_be_bytes());
        }
        Ok(png)
    }
}

fn adler(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b << 16 | a
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                sum >> 1 ^ 0xedb8_8320
            } else {
                sum >> 1
            };
        }
    }
    !sum
}
