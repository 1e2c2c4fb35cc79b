//! Parameters and the holiday calendar.

use fachuang_core::calendar::{self, Layer};
use fachuang_core::parameter::{self, Change, Definition};
use fachuang_core::storage::due::Recomputed;
use fachuang_core::time;

use crate::front::{Answer, Front, staff_name};
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::parameter::{
    ByCode, CalendarTable, CalendarYear, CalendarYears, HardshipLine, ImportCalendar,
    ParameterHistory, ParameterLine, ParameterList, ParameterRow, Recounted, SaveParameter,
};

pub fn list_parameters(front: &mut Front, _: Nothing) -> Answer<ParameterList> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let today = view.today();
    let shown = |definition: &Definition| {
        let found = view.parameters.in_force(&definition.code, "", today);
        let show = |value| definition.measure.show(value);
        let settings = view.parameters.settings(&definition.code);
        let coming = settings
            .iter()
            .find(|one| one.from > today && one.area.is_empty());
        ParameterRow {
            code: definition.code.clone(),
            group: definition.group.clone(),
            name: definition.name.clone(),
            unit: definition.measure.word().to_owned(),
            measure: definition.measure.code().to_owned(),
            value: found
                .as_ref()
                .map_or_else(String::new, |one| show(one.value)),
            from: found
                .as_ref()
                .and_then(|one| one.from)
                .map(|day| day.to_string())
                .unwrap_or_default(),
            source: found
                .as_ref()
                .map_or_else(|| definition.source.clone(), |one| one.source.clone()),
            unverified: found.is_none_or(|one| one.unverified),
            by_area: definition.by_area,
            least: show(definition.least),
            most: show(definition.most),
            coming: coming.map_or_else(String::new, |one| {
                format!("{} {}", one.from, show(one.value))
            }),
        }
    };
    let yuan = |fen| parameter::Measure::Money.show(fen);
    let hardship = match view.parameters.hardship_line("", today) {
        Some(line) => HardshipLine {
            line: yuan(line.line_fen),
            arithmetic: format!(
                "低保标准每人每月 {} 元 × {} 倍 = {} 元",
                yuan(line.base_fen),
                parameter::Measure::Ratio.show(line.multiple),
                yuan(line.line_fen)
            ),
            unverified: line.base.unverified || line.factor.unverified,
        },
        None => HardshipLine {
            line: String::new(),
            arithmetic: String::new(),
            unverified: true,
        },
    };
    Ok(ParameterList {
        rows: parameter::definitions().iter().map(shown).collect(),
        hardship,
    })
}

pub fn parameter_history(front: &mut Front, wish: ByCode) -> Answer<ParameterHistory> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let mut lines = Vec::new();
    for line in parameter::history(&view, &wish.code)? {
        lines.push(ParameterLine {
            by: staff_name(&view, &line.by)?,
            at: time::to_text(line.at_ms),
            from: line.from,
            area: line.area,
            value: line.value,
            source: line.source,
        });
    }
    Ok(ParameterHistory { lines })
}

fn recounted(done: Recomputed, years: Vec<i32>) -> Recounted {
    Recounted {
        years: years
            .into_iter()
            .filter_map(|year| u32::try_from(year).ok())
            .collect(),
        limits: done.limits,
        tickets: done.tickets,
        open_tickets: done.open_tickets,
    }
}

pub fn save_parameter(front: &mut Front, wish: SaveParameter) -> Answer<Recounted> {
    let change = Change {
        code: wish.code,
        value: wish.value,
        from: wish.from,
        area: wish.area,
        source: wish.source,
    };
    front.write(|tx| {
        parameter::set(tx, &change)?;
        tx.log_access("settings_changed", &change.code, "")
    })?;
    Ok(recounted(front.desk()?.0.recomputed(), Vec::new()))
}

pub fn list_calendar(front: &mut Front, _: Nothing) -> Answer<CalendarYears> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let this_year = chrono::Datelike::year(&view.today());
    let number = |year| u32::try_from(year).unwrap_or(0);
    let years = calendar::list(&view)?
        .into_iter()
        .map(|table| CalendarYear {
            year: number(table.year),
            layer: table.layer.code().to_owned(),
            bundled: table.bundled,
            days_off: table.days_off,
            make_up_days: table.make_up_days,
            sources: table.sources,
            disputed: table.disputed,
        })
        .collect();
    let near = [this_year, this_year + 1];
    let estimated = near
        .into_iter()
        .filter(|year| view.calendar.estimated(*year));
    Ok(CalendarYears {
        years,
        estimated: estimated.map(number).collect(),
    })
}

fn layer(code: &str) -> Answer<Layer> {
    Layer::from_code(code).ok_or_else(|| Refusal::at("choice.unknown", "layer"))
}

pub fn import_calendar(front: &mut Front, wish: ImportCalendar) -> Answer<Recounted> {
    let layer = layer(&wish.layer)?;
    let years = front.write(|tx| {
        let years = calendar::import(tx, layer, &wish.text)?;
        tx.log_access("settings_changed", "calendar", "")?;
        Ok(years)
    })?;
    Ok(recounted(front.desk()?.0.recomputed(), years))
}

pub fn withdraw_calendar(front: &mut Front, wish: CalendarTable) -> Answer<Recounted> {
    let layer = layer(&wish.layer)?;
    let year = i32::try_from(wish.year).unwrap_or(0);
    front.write(|tx| {
        calendar::withdraw(tx, layer, year)?;
        tx.log_access("settings_changed", "calendar", "")
    })?;
    Ok(recounted(front.desk()?.0.recomputed(), vec![year]))
}
