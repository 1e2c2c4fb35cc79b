//! 上门服务: two persons are sent to somebody who cannot come, and write down how it went. Any window sends them.

use super::*;
use crate::error::{Error, Result};
use crate::window::FieldKind::{Bool, LongText, Text};
use Kind::{Moment, Plain, Staff};

/// 派上门服务单.
pub(super) const ORDER: Step = step("home_visit_order", "派上门服务单")
    .by(COUNTER)
    .fields(&[
        ask("staff_one", "上门人员", Staff).must(),
        ask("staff_two", "上门人员", Staff).must(),
        ask("at", "约定时间", Moment).must(),
        ask("address", "地址", Plain(Text)).must(),
        ask("for_what", "办什么", Plain(Text)),
    ])
    .check(two_persons)
    .papers(&["home_visit"]);

/// 上门服务.
pub(super) const VISIT: Step = step("home_visit", "上门服务")
    .by(COUNTER)
    .after(&["home_visit_order"])
    .fields(&[
        ask("staff_one", "上门人员", Staff).must(),
        ask("staff_two", "上门人员", Staff).must(),
        ask("own_will", "当面核实本人意愿", Plain(Bool)).must(),
        ask("result", "办理情况", Plain(LongText)),
        ask("signed", "本人签名或按印", Plain(Bool)),
    ])
    .check(at_home);

/// 取消上门.
pub(super) const CANCELLED: Step = step("home_visit_cancelled", "取消上门服务")
    .by(COUNTER)
    .after(&["home_visit_order"])
    .undoes(&["home_visit_order"])
    .fields(&[ask("reason", "原因", Plain(Text)).must()]);

/// Two different persons go to somebody's home.
fn two_persons(given: &mut Given<'_>) -> Result<()> {
    if given.value("staff_one") == given.value("staff_two") {
        Err(Error::at("home_visit.two_persons", "values.staff_two"))
    } else {
        Ok(())
    }
}

/// At home, what the visitor wants is asked of nobody else.
fn at_home(given: &mut Given<'_>) -> Result<()> {
    two_persons(given)?;
    if given.yes("own_will") {
        Ok(())
    } else {
        Err(Error::at("home_visit.own_will", "values.own_will"))
    }
}
