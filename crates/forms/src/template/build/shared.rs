//! The sentences that every paper for citizens shares.

use super::{BLANK, Builder};
use crate::{
    chinese,
    document::{Align, Block, Paragraph, Span},
    template::{List, Shared, look::LARGE_PT},
};

impl Builder<'_> {
    pub(super) fn shared(&self, shared: Shared) -> Vec<Block> {
        let site = &self.values.file.site;
        let phone = |number: &str| match number {
            "" => BLANK.repeat(7),
            number => chinese::phone(number),
        };
        let address = match site.address.as_str() {
            "" => BLANK.repeat(10),
            address => address.to_owned(),
        };
        // A label never parts from its number.
        let pairs = |pairs: [String; 4]| -> Vec<Span> {
            let spans = pairs.iter().map(|pair| self.plain(pair).kept());
            let mut spans: Vec<Span> = spans.flat_map(|span| [span, self.plain("　")]).collect();
            spans.pop();
            spans
        };
        let spans = match shared {
            Shared::Contact => pairs([
                format!("咨询电话 {}", phone(&site.phone)),
                "公共法律服务热线 12348".to_owned(),
                format!("投诉电话 {}", phone(&site.complaint_phone)),
                format!("地址 {address}"),
            ]),
            Shared::Privacy => vec![self.plain("个人信息告知：您的个人信息只用于办理这一件事和依法归档，由本单位保管，不向无关的人透露；转给其他单位前，会说明转给谁、转什么，并征得您同意。您可以查阅、复制、更正本人信息。")],
            Shared::Free => {
                vec![self.plain("本窗口的服务不收任何费用，有人以任何名义收钱的，请拨打投诉电话。")]
            }
            Shared::Limits => return self.limits(),
        };
        let size = self
            .look
            .note_size
            .max(if self.look.large { LARGE_PT } else { 8.5 });
        let paragraph = Paragraph::new(spans, size, size * 1.4);
        vec![Block::Gap { height_mm: 1.0 }, Block::Paragraph(paragraph)]
    }

    fn limits(&self) -> Vec<Block> {
        let lines: Vec<String> = self
            .values
            .rows(List::Limits, 0)
            .into_iter()
            .map(|row| {
                let value = |name: &str| row.get(name, 1).unwrap_or_default();
                let why = value("why");
                let end = if why.is_empty() || why.ends_with('。') {
                    ""
                } else {
                    "。"
                };
                format!("{}：{}。{why}{end}", value("kind"), value("due"))
            })
            .collect();
        let lines = if lines.is_empty() {
            vec!["办理期限由承办人另行告知，可以拨打窗口电话询问。".to_owned()]
        } else {
            lines
        };
        let paragraph = |text: &String| {
            let spans = vec![self.plain(text)];
            Block::Paragraph(Paragraph {
                align: Align::Justify,
                indent_em: 2.0,
                ..self.paragraph(spans, self.look.size)
            })
        };
        lines.iter().map(paragraph).collect()
    }
}
