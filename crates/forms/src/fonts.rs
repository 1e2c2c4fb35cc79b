//! The faces of `assets/fonts` and the choice of a face for each character.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use printpdf::ParsedFont;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    FormError,
    thin::{self, Characters},
};

/// Which chain of faces a text asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Values and running text.
    Text,
    /// Titles and values that must be seen first.
    Strong,
    /// 宋体.
    Song,
    /// 宋体 that must be seen first.
    SongStrong,
    /// 楷体.
    Kai,
    /// 仿宋.
    FangSong,
    /// 小标宋.
    Title,
}

impl Role {
    /// Every role in the order of the chains of a store.
    pub const ALL: [Role; 7] = [
        Role::Text,
        Role::Strong,
        Role::Song,
        Role::SongStrong,
        Role::Kai,
        Role::FangSong,
        Role::Title,
    ];
}

/// One face of a store; stable for the life of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub(crate) u8);

/// Where a character is drawn from and how far it moves the pen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    pub face: FaceId,
    /// Glyph index inside the face.
    pub index: u16,
    /// In parts of the font size.
    pub advance_em: f32,
}

/// One entry of `fonts.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceSpec {
    pub id: String,
    pub file: String,
    /// Face inside a collection file; 0 for a plain font file.
    pub index: usize,
    pub sha256: String,
    pub source: String,
    pub version: String,
    /// SPDX expression.
    pub license: String,
    /// Relative to `fonts.toml`.
    pub license_file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    face: Vec<FaceSpec>,
    roles: Roles,
    #[serde(default)]
    substitute: Vec<Substitute>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    text: Vec<String>,
    strong: Vec<String>,
    song: Vec<String>,
    song_strong: Vec<String>,
    kai: Vec<String>,
    fangsong: Vec<String>,
    title: Vec<String>,
}

/// A face that standards ask for and that may not be passed on, with the one that stands in for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Substitute {
    role: String,
    wanted: String,
    used: String,
}

struct Slot {
    spec: FaceSpec,
    path: PathBuf,
    face: OnceLock<Result<Face, String>>,
}

/// A face that was read.
struct Face {
    parsed: ParsedFont,
    characters: Option<Characters>,
}

/// The fonts of one directory, each parsed at most once, when first needed.
///
/// Meant to be kept for the life of the program and shared between threads: parsing a face takes tens of
/// milliseconds, printing with a parsed one a few.
pub struct FontStore {
    slots: Vec<Slot>,
    /// In the order of [`Role::ALL`].
    chains: Vec<Vec<FaceId>>,
    substitutes: Vec<Substitute>,
}

impl fmt::Debug for FontStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faces: Vec<&str> = self.specs().map(|spec| spec.id.as_str()).collect();
        f.debug_struct("FontStore").field("faces", &faces).finish()
    }
}

impl FontStore {
    /// Reads `fonts.toml` of a directory and checks that every file it names is there.
    ///
    /// # Errors
    /// [`FormError::Font`] with the file that is missing or wrong.
    pub fn load(dir: &Path) -> Result<Self, FormError> {
        let manifest_path = dir.join("fonts.toml");
        let broken = |reason: String| FormError::Font {
            path: manifest_path.clone(),
            reason,
        };
        let text = fs::read_to_string(&manifest_path).map_err(|e| broken(e.to_string()))?;
        let manifest: Manifest = toml::from_str(&text).map_err(|e| broken(e.to_string()))?;
        let chain = |ids: &[String]| -> Result<Vec<FaceId>, FormError> {
            let place = |id: &String| manifest.face.iter().position(|face| face.id == *id);
            ids.iter()
                .map(|id| {
                    let at = place(id).and_then(|at| u8::try_from(at).ok());
                    at.map(FaceId)
                        .ok_or_else(|| broken(format!("a role names the unknown face {id}")))
                })
                .collect()
        };
        let roles = &manifest.roles;
        let chains = [
            &roles.text,
            &roles.strong,
            &roles.song,
            &roles.song_strong,
            &roles.kai,
            &roles.fangsong,
            &roles.title,
        ];
        let chains = chains
            .into_iter()
            .map(|ids| chain(ids))
            .collect::<Result<Vec<_>, _>>()?;
        let mut slots = Vec::new();
        for spec in manifest.face {
            let path = dir.join(&spec.file);
            if !path.is_file() {
                return Err(FormError::Font {
                    path,
                    reason: "the file is missing".into(),
                });
            }
            slots.push(Slot {
                spec,
                path,
                face: OnceLock::new(),
            });
        }
        Ok(Self {
            slots,
            chains,
            substitutes: manifest.substitute,
        })
    }

    /// Returns the entries of `fonts.toml` in their order.
    pub fn specs(&self) -> impl Iterator<Item = &FaceSpec> {
        self.slots.iter().map(|slot| &slot.spec)
    }

    /// Returns what tells one set of font files from another, from their checksums as `fonts.toml` names them.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for spec in self.specs() {
            hash.update(format!("{} {} {}\n", spec.id, spec.index, spec.sha256));
        }
        let digest = hash.finalize();
        digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Compares every font file with its checksum; takes a moment, so it belongs to self-checks, not to printing.
    ///
    /// # Errors
    /// [`FormError::Font`] with the first file that differs.
    pub fn verify(&self) -> Result<(), FormError> {
        for slot in &self.slots {
            let broken = |reason: String| FormError::Font {
                path: slot.path.clone(),
                reason,
            };
            let bytes = fs::read(&slot.path).map_err(|e| broken(e.to_string()))?;
            let digest = Sha256::digest(&bytes);
            let found: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            if found != slot.spec.sha256 {
                return Err(broken(format!(
                    "sha256 is {found}, expected {}",
                    slot.spec.sha256
                )));
            }
        }
        Ok(())
    }

    /// Returns the first face of the role's chain that has the character, with its glyph.
    ///
    /// # Errors
    /// [`FormError::MissingGlyph`] when no face has it; [`FormError::Font`] when a face cannot be read.
    pub fn resolve(&self, role: Role, character: char) -> Result<Glyph, FormError> {
        for &face in &self.chains[role as usize] {
            if let Some(index) = self.glyph_index(face, character)? {
                let parsed = self.parsed(face)?;
                let units = f32::from(parsed.get_horizontal_advance(index));
                let units_per_em = f32::from(parsed.pdf_font_metrics.units_per_em.max(1));
                return Ok(Glyph {
                    face,
                    index,
                    advance_em: units / units_per_em,
                });
            }
        }
        Err(FormError::MissingGlyph { character })
    }

    /// Returns what stands in for the face a role should have, or nothing when the role has its own face.
    pub fn substitute_for(&self, role: Role) -> Option<(&str, &str)> {
        let name = match role {
            Role::Kai => "kai",
            Role::FangSong => "fangsong",
            Role::Title => "title",
            Role::Text | Role::Strong | Role::Song | Role::SongStrong => return None,
        };
        let found = self.substitutes.iter().find(|each| each.role == name)?;
        Some((&found.wanted, &found.used))
    }

    /// Returns the id of a face as written in `fonts.toml`.
    pub fn face_name(&self, face: FaceId) -> &str {
        &self.slots[usize::from(face.0)].spec.id
    }

    /// Returns the glyph of a character in a face; none when the face does not have it.
    pub(crate) fn glyph_index(
        &self,
        face: FaceId,
        character: char,
    ) -> Result<Option<u16>, FormError> {
        let face = self.face(face)?;
        let index = match &face.characters {
            Some(characters) => characters.glyph(character),
            None => face.parsed.lookup_glyph_index(u32::from(character)),
        };
        // Glyph 0 is the box that stands for "not in this font".
        Ok(index.filter(|&index| index != 0))
    }

    pub(crate) fn parsed(&self, face: FaceId) -> Result<&ParsedFont, FormError> {
        Ok(&self.face(face)?.parsed)
    }

    /// Returns a face, reading and parsing its file the first time.
    fn face(&self, face: FaceId) -> Result<&Face, FormError> {
        let slot = &self.slots[usize::from(face.0)];
        let face = slot.face.get_or_init(|| {
            let bytes = fs::read(&slot.path).map_err(|e| e.to_string())?;
            let parsed = ParsedFont::from_bytes(&bytes, slot.spec.index, &mut Vec::new())
                .ok_or_else(|| "not a font this program can read".to_owned())?;
            let characters = Characters::of(&bytes).filter(|_| slot.spec.index == 0);
            Ok(Face { parsed, characters })
        });
        let broken = |reason: &String| FormError::Font {
            path: slot.path.clone(),
            reason: reason.clone(),
        };
        face.as_ref().map_err(broken)
    }

    /// Returns a font file with some glyphs of a face; none for kinds of faces that cannot be cut.
    pub(crate) fn cut(
        &self,
        face: FaceId,
        glyphs: impl Iterator<Item = u16>,
    ) -> Result<Option<Vec<u8>>, FormError> {
        let whole = self.parsed(face)?;
        let plain = whole.source_bytes().filter(|_| whole.original_index == 0);
        Ok(plain.and_then(|bytes| thin::cut(bytes.as_slice(), glyphs)))
    }
}
