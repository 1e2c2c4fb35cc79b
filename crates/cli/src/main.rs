//! `fachuang`: the headless front.
#![allow(clippy::print_stdout, clippy::print_stderr)] // Results and errors of a command-line program.

use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use fachuang_api::HallPlace;
use fachuang_cli::exchange::StoreLine;
use fachuang_cli::upkeep::{self, Account, Upkeep};
use fachuang_cli::{Fault, demo, exchange, host, password, play, rpc};
use serde_json::json;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EXIT_CODES: &str = "\
退出码：
  0  完成
  1  完成，但结果不符（verify 发现问题、play 有不符之处）
  2  参数有误
  3  文件或终端无法读写，或者文件内容有误
  4  命令被拒绝（口令错误、没有权限等），原因写在标准错误输出

标准输出只有结果；提示和错误写到标准错误输出。
口令从终端询问，或用 --password-file 给出文件（第一行），或放在环境变量 FACHUANG_PASSWORD（第二人为 FACHUANG_SECOND_PASSWORD）中；不接受写在命令行上。";

/// 法窗的无窗口前端：供管理员、自动化和测试使用
#[derive(Debug, Parser)]
#[command(
    name = "fachuang",
    version,
    help_template = TEMPLATE,
    after_help = EXIT_CODES,
    disable_help_subcommand = true,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令"
)]
struct Line {
    #[command(subcommand)]
    work: Work,
}

#[derive(Debug, Subcommand)]
enum Work {
    /// 在标准输入输出上应答与窗口相同的命令，每行一个 JSON
    #[command(after_help = RPC_HELP)]
    Rpc {
        /// 数据目录
        #[arg(long, value_name = "目录", required_unless_present = "list")]
        data: Option<PathBuf>,
        /// 列出每个命令的请求和回答（JSON Schema），不打开数据
        #[arg(long)]
        list: bool,
    },
    /// 校验：逐条核对日志链，重算读取模型并比对，检查数据库文件
    Verify(Keeper),
    /// 重建：按日志重新生成读取模型
    Rebuild(Keeper),
    /// 备份：写一份备份，打开核对条数后报告
    Backup(Keeper),
    /// 恢复：用一份备份替换现有数据库（损坏、丢失的也行），原库另存；须两个人在场
    Restore {
        #[command(flatten)]
        keeper: Keeper,
        /// 备份文件；不给则取最新的一份完好备份
        #[arg(long, value_name = "文件")]
        from: Option<PathBuf>,
        /// 第二人（主任或审计员）的登录名；单人单位可以不给
        #[arg(long, value_name = "登录名")]
        second_login: Option<String>,
        /// 第二人的口令文件，取第一行
        #[arg(long, value_name = "文件", requires = "second_login")]
        second_password_file: Option<PathBuf>,
    },
    /// 导出：把对方还没有确认的内容写成交换文件，写好后读回核对；附带对收到文件的确认
    #[command(visible_alias = "ack")]
    Export {
        #[command(flatten)]
        keeper: Keeper,
        /// 收件方的设备号或编号前缀；只登记了一个时可以不给
        #[arg(long, value_name = "收件方")]
        to: Option<String>,
        /// 写到哪个文件夹
        #[arg(long, value_name = "文件夹")]
        folder: PathBuf,
    },
    /// 导入：核对并采用交换文件；缺前面的文件时先收着，补齐后自动采用
    #[command(visible_alias = "apply")]
    Import {
        #[command(flatten)]
        keeper: Keeper,
        /// 只看会带来什么，不采用
        #[arg(long)]
        preview: bool,
        /// 交换文件
        file: PathBuf,
    },
    /// 撤销一次导入：文件带来的内容不再算数，之后在本机做的工作保留
    Undo {
        #[command(flatten)]
        keeper: Keeper,
        /// 交换文件的编号，见 packages
        package: String,
        /// 撤销的原因
        #[arg(long, value_name = "原因")]
        reason: String,
    },
    /// 大厅：通过局域网共享文件夹或对象存储与同站点的其他电脑交换，每几秒一轮，直到程序被结束
    Hall {
        #[command(flatten)]
        keeper: Keeper,
        #[command(flatten)]
        place: Place,
        /// 只做一轮
        #[arg(long)]
        once: bool,
        /// 两轮之间的秒数
        #[arg(long, value_name = "秒", default_value_t = 4, value_parser = clap::value_parser!(u64).range(3..=30))]
        seconds: u64,
    },
    /// 看板：与各站点的交换情况
    Board(Keeper),
    /// 列出最近写出和收到的交换文件
    Packages(Keeper),
    /// 看交换文件的封面，不用密钥；给出数据目录时用本机的密钥打开，连清单一起看
    Inspect {
        /// 交换文件
        file: PathBuf,
        /// 数据目录：用本机的密钥打开
        #[arg(long, value_name = "目录")]
        data: Option<PathBuf>,
        /// 登录名；不给则在终端询问
        #[arg(long, value_name = "登录名", requires = "data")]
        login: Option<String>,
        /// 口令文件，取第一行
        #[arg(long, value_name = "文件", requires = "data")]
        password_file: Option<PathBuf>,
        /// 口令加密的文件，用口令打开，连清单一起看；口令从终端询问，或放在环境变量 FACHUANG_PACKAGE_PASSPHRASE 中
        #[arg(long, conflicts_with = "data")]
        passphrase: bool,
    },
    /// 在空目录中生成一个示范县：各类账号、值班表和各种状态的办件，人物均为虚构
    Demo {
        /// 数据目录，须为空或不存在
        #[arg(long, value_name = "目录")]
        data: PathBuf,
        /// 办件数
        #[arg(long, value_name = "件", default_value_t = demo::TICKETS, value_parser = clap::value_parser!(u32).range(20..=20_000))]
        tickets: u32,
        /// 种子：相同的种子和日期生成相同的内容
        #[arg(long, value_name = "词", default_value = demo::SEED)]
        seed: String,
    },
    /// 按来访文件逐件办理，并与文件中的预期比对
    Play {
        /// 来访文件（JSON）
        file: PathBuf,
        /// 把比对结果另存为 JSON
        #[arg(long, value_name = "文件")]
        json: Option<PathBuf>,
        /// 数据目录，须为空；不给则用临时目录，完后删除
        #[arg(long, value_name = "目录")]
        data: Option<PathBuf>,
    },
}

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

const RPC_HELP: &str = "\
每行一个请求：{\"id\":1,\"command\":\"log_in\",\"args\":{\"login\":\"…\",\"password\":\"…\"}}
须两个人在场的命令再加 \"second\":{\"login\":\"…\",\"password\":\"…\"}。
每行一个回答：{\"id\":1,\"ok\":{…}} 或 {\"id\":1,\"error\":{\"code\",\"kind\",\"message\",\"hint\",\"field\"}}
输入结束即退出，数据库随之关闭。";

/// Who keeps a data directory in order.
#[derive(Debug, Args)]
struct Keeper {
    /// 数据目录
    #[arg(long, value_name = "目录")]
    data: PathBuf,
    /// 登录名；不给则在终端询问
    #[arg(long, value_name = "登录名")]
    login: Option<String>,
    /// 口令文件，取第一行
    #[arg(long, value_name = "文件")]
    password_file: Option<PathBuf>,
}

impl Keeper {
    fn account(&self) -> Result<Account, Fault> {
        let login = match &self.login {
            Some(login) => login.clone(),
            None => ask_login()?,
        };
        let given = std::env::var(password::VARIABLE).ok();
        let password = password::obtain(self.password_file.as_deref(), given)?;
        Ok(Account { login, password })
    }

    fn open(&self) -> Result<Upkeep, Fault> {
        let Account { login, password } = self.account()?;
        Ok(Upkeep::open(host::front(&self.data), &login, &password)?)
    }
}

/// Where the desks of a hall exchange.
#[derive(Debug, Args)]
#[group(skip)]
struct Place {
    /// 共享文件夹
    #[arg(
        long,
        value_name = "文件夹",
        required_unless_present = "store",
        conflicts_with = "store"
    )]
    folder: Option<PathBuf>,
    /// 兼容 S3 的对象存储：https://主机/桶/前缀；访问密钥从终端询问，或放在环境变量 FACHUANG_STORE_SECRET 中
    #[arg(long, value_name = "地址", requires = "key_id")]
    store: Option<String>,
    /// 对象存储的区域；没有区域的不给
    #[arg(long, value_name = "区域", default_value = "", requires = "store")]
    region: String,
    /// 对象存储访问密钥的编号（Access Key ID）
    #[arg(long, value_name = "编号", requires = "store")]
    key_id: Option<String>,
    /// 内网地址可以用 http://，不加密
    #[arg(long, requires = "store")]
    plain: bool,
}

impl Place {
    fn find(&self) -> Result<HallPlace, Fault> {
        let Some(url) = &self.store else {
            return exchange::hall_folder(self.folder.as_deref().unwrap_or(Path::new("")));
        };
        let line = StoreLine {
            url,
            region: &self.region,
            key_id: self.key_id.as_deref().unwrap_or_default(),
            plain: self.plain,
        };
        let given = std::env::var(password::STORE_VARIABLE).ok();
        exchange::hall_store(line, password::store_secret(given)?)
    }
}

/// Reads the password of the person who stands by.
fn second_account(login: String, file: Option<&Path>) -> Result<Account, Fault> {
    let given = std::env::var(password::SECOND_VARIABLE).ok();
    eprintln!("第二人 {login}：");
    let password = password::obtain(file, given)?;
    Ok(Account { login, password })
}

fn ask_login() -> Result<String, Fault> {
    eprint!("登录名：");
    let mut line = String::new();
    std::io::stderr().flush().map_err(Fault::io("写终端"))?;
    std::io::stdin()
        .read_line(&mut line)
        .map_err(Fault::io("从终端读取登录名"))?;
    Ok(line.trim().to_owned())
}

fn main() -> ExitCode {
    match run(Line::parse().work) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(match fault {
                Fault::Io { .. } | Fault::Content(_) => 3,
                Fault::Refused(_) => 4,
            })
        }
    }
}

/// Does the work; says whether the result is as it should be.
fn run(work: Work) -> Result<bool, Fault> {
    match work {
        Work::Rpc { list: true, .. } => print(&fachuang_api::schema()),
        Work::Rpc { data, .. } => serve(&data.unwrap_or_default()),
        Work::Verify(keeper) => {
            let report = keeper.open()?.verify()?;
            print(&report)?;
            Ok(report.sound)
        }
        Work::Rebuild(keeper) => {
            keeper.open()?.rebuild()?;
            print(&json!({ "rebuilt": true }))
        }
        Work::Backup(keeper) => print(&keeper.open()?.back_up()?),
        Work::Restore {
            keeper,
            from,
            second_login,
            second_password_file,
        } => {
            let account = keeper.account()?;
            let second = second_login
                .map(|login| second_account(login, second_password_file.as_deref()))
                .transpose()?;
            let mut front = host::front(&keeper.data);
            print(&upkeep::restore(
                &mut front,
                from.as_deref(),
                &account,
                second.as_ref(),
            )?)
        }
        Work::Export { keeper, to, folder } => print(&exchange::export(
            &mut keeper.open()?,
            to.as_deref(),
            &folder,
        )?),
        Work::Import {
            keeper,
            preview: true,
            file,
        } => print(&exchange::preview(&mut keeper.open()?, &file)?),
        Work::Import { keeper, file, .. } => print(&exchange::apply(&mut keeper.open()?, &file)?),
        Work::Undo {
            keeper,
            package,
            reason,
        } => print(&exchange::undo(&mut keeper.open()?, &package, &reason)?),
        Work::Hall {
            keeper,
            place,
            once: true,
            ..
        } => print(&exchange::hall(&mut keeper.open()?, &place.find()?)?),
        Work::Hall {
            keeper,
            place,
            seconds,
            ..
        } => stay_in_the_hall(&mut keeper.open()?, &place.find()?, seconds),
        Work::Board(keeper) => print(&exchange::board(&mut keeper.open()?)?),
        Work::Packages(keeper) => print(&exchange::packages(&mut keeper.open()?)?),
        Work::Inspect {
            file,
            data: Some(data),
            login,
            password_file,
            ..
        } => {
            let keeper = Keeper {
                data,
                login,
                password_file,
            };
            print(&exchange::inspect_at(&mut keeper.open()?, &file)?)
        }
        Work::Inspect {
            file,
            passphrase: true,
            ..
        } => {
            let given = std::env::var(password::PACKAGE_VARIABLE).ok();
            let words = password::package_words(given)?;
            print(&exchange::inspect_with(&file, &words)?)
        }
        Work::Inspect { file, .. } => print(&exchange::inspect(&file)?),
        Work::Demo {
            data,
            tickets,
            seed,
        } => {
            require_empty(&data)?;
            let county = demo::fill(&data, host::now_ms(), tickets, &seed)?;
            write_out(&county.text())
        }
        Work::Play { file, json, data } => play_file(&file, json.as_deref(), data),
    }
}

/// Does round after round; a place that is gone is tried again. The first round tries what the place was said to be: what
/// no waiting mends ends it.
fn stay_in_the_hall(desk: &mut Upkeep, place: &HallPlace, seconds: u64) -> Result<bool, Fault> {
    let mut is_first = true;
    loop {
        if let Err(fault) = exchange::hall(desk, place) {
            if is_first && !exchange::may_come_back(&fault) {
                return Err(fault);
            }
            eprintln!("{fault}");
        }
        is_first = false;
        std::thread::sleep(Duration::from_secs(seconds));
    }
}

fn serve(data: &Path) -> Result<bool, Fault> {
    let mut front = host::front(data);
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut output = std::io::stdout().lock();
    rpc::serve(&mut front, &mut input, &mut output).map_err(Fault::io("应答命令"))?;
    Ok(true)
}

fn play_file(file: &Path, json: Option<&Path>, data: Option<PathBuf>) -> Result<bool, Fault> {
    let text = std::fs::read_to_string(file)
        .map_err(Fault::io(format!("读取来访文件 {}", file.display())))?;
    let scratch = tempfile::tempdir().map_err(Fault::io("建立临时目录"))?;
    let data = match data {
        Some(data) => {
            require_empty(&data)?;
            data
        }
        None => scratch.path().join("desk"),
    };
    let report = play::play(&text, &data)?;
    if let Some(path) = json {
        let bytes = serde_json::to_vec_pretty(&report)
            .map_err(|fault| Fault::Content(fault.to_string()))?;
        std::fs::write(path, bytes).map_err(Fault::io(format!("写入 {}", path.display())))?;
    }
    write_out(&report.table())?;
    Ok(report.agrees())
}

/// A directory that is not there yet is empty.
fn require_empty(data: &Path) -> Result<(), Fault> {
    let entries = match std::fs::read_dir(data) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(Fault::io(format!("读取目录 {}", data.display())))?,
    };
    if entries.count() > 0 {
        return Err(Fault::Content(format!(
            "目录 {} 不是空的，不会写入。",
            data.display()
        )));
    }
    Ok(())
}

fn print(result: &impl serde::Serialize) -> Result<bool, Fault> {
    let text =
        serde_json::to_string_pretty(result).map_err(|fault| Fault::Content(fault.to_string()))?;
    write_out(&format!("{text}\n"))
}

/// Writes a result; a reader that went away ends the program without noise.
fn write_out(text: &str) -> Result<bool, Fault> {
    let mut output = std::io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(fault) if fault.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Fault::io("写标准输出")(fault))
        }
        _ => Ok(true),
    }
}
