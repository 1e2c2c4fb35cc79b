//! Where this start keeps its data and finds its fonts.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use clap::Parser;
use tauri::Manager;

const IDENTIFIER: &str = "cn.fachuang.desk";

/// The command line of the window.
#[derive(Debug, Parser)]
#[command(version, about = "法窗：公共法律服务窗口办件台")]
pub struct Arguments {
    /// Folder of the data; without it the folder of this user is taken.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Folder of the paper fonts; without it those of the installation are taken.
    #[arg(long, value_name = "DIR", env = "FACHUANG_FONTS")]
    pub fonts: Option<PathBuf>,
}

impl Arguments {
    /// Returns a bus name that is the same for two starts on the same data, and only then.
    pub fn instance_name(&self) -> String {
        let Some(data) = &self.data else {
            return IDENTIFIER.to_owned();
        };
        let mut hasher = DefaultHasher::new();
        absolute(data).hash(&mut hasher);
        format!("{IDENTIFIER}.data{:016x}", hasher.finish())
    }
}

/// The folders of this start and what the machine says about itself.
#[derive(Debug)]
pub struct Places {
    /// Folder of the database, the backups and the spooled papers; exists.
    pub data_dir: PathBuf,
    /// Folder of the paper fonts.
    pub fonts_dir: PathBuf,
    /// Text of the mount table, empty where the system has none.
    pub mountinfo: String,
}

impl Places {
    /// Finds the folders and makes the data folder.
    pub fn find(
        arguments: &Arguments,
        app: &tauri::App,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let data_dir = match &arguments.data {
            Some(data) => absolute(data),
            None => app.path().app_local_data_dir()?,
        };
        std::fs::create_dir_all(&data_dir)?;
        let fonts_dir = match &arguments.fonts {
            Some(fonts) => absolute(fonts),
            None => app.path().resource_dir()?.join("fonts"),
        };
        Ok(Self {
            data_dir,
            fonts_dir,
            mountinfo: std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default(),
        })
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started_with(data: Option<&str>) -> Arguments {
        Arguments {
            data: data.map(PathBuf::from),
            fonts: None,
        }
    }

    #[test]
    fn two_starts_share_a_name_only_on_the_same_data() {
        let plain = started_with(None).instance_name();
        let one = started_with(Some("one")).instance_name();
        let other = started_with(Some("other")).instance_name();
        assert_eq!(plain, IDENTIFIER);
        assert_eq!(one, started_with(Some("one")).instance_name());
        assert_ne!(one, other);
        assert_ne!(one, plain);
    }

    #[test]
    fn the_identifier_is_the_one_in_the_configuration() {
        let configuration: serde_json::Value =
            serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(configuration["identifier"], IDENTIFIER);
    }
}
