//! Marks a file as one that archives can keep: PDF/A-2u (ISO 19005-2), which asks for embedded fonts with meanings,
//! colours that are defined without the printer, and metadata that say what the file is.
//!
//! The pages are those of the other backend to the last stroke.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{About, PdfBackend, printpdf};
use crate::{FormError, display::DisplayList, fonts::FontStore, thin};

/// sRGB, 736 bytes, from <https://github.com/saucecontrol/Compact-ICC-Profiles>, CC0-1.0.
const SRGB: &[u8] = include_bytes!("srgb.icc");

/// The newest version of PDF that the file uses anything of.
const VERSION: &str = "1.4";

/// Writes PDF/A-2u.
#[derive(Debug, Clone, Copy, Default)]
pub struct Archive;

impl PdfBackend for Archive {
    fn write(
        &self,
        pages: &DisplayList,
        about: &About,
        fonts: &FontStore,
    ) -> Result<Vec<u8>, FormError> {
        let mut file = printpdf::prepare(pages, about, fonts)?;
        mark(&mut file, &pages.title, about)?;
        printpdf::finish(file)
    }
}

fn mark(file: &mut Document, title: &str, about: &About) -> Result<(), FormError> {
    let broken = |e: lopdf::Error| FormError::Backend(e.to_string());
    file.version = VERSION.to_owned();
    name_glyphs(file)?;
    let profile = Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec());
    let profile = file.add_object(profile);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB"),
        "DestOutputProfile" => profile,
    };
    let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Plain, so that an archive finds it without knowing the file.
    let metadata = Stream::new(kind, metadata(title, about).into_bytes()).with_compression(false);
    let metadata = file.add_object(metadata);
    let catalog: &mut Dictionary = file.catalog_mut().map_err(broken)?;
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    Ok(())
}

/// Says for every font which glyphs it has: all that its program holds.
fn name_glyphs(file: &mut Document) -> Result<(), FormError> {
    let broken = |e: lopdf::Error| FormError::Backend(e.to_string());
    let descriptors: Vec<_> = file
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let descriptor = object.as_dict().ok()?;
            let program = descriptor.get(b"FontFile2").ok()?.as_reference().ok()?;
            Some((*id, program))
        })
        .collect();
    for (descriptor, program) in descriptors {
        let program = file.get_object(program).and_then(Object::as_stream);
        let count = thin::glyph_count(&program.map_err(broken)?.content)
            .ok_or_else(|| FormError::Backend("a font without glyphs".into()))?;
        let mut bits = vec![0xff; count / 8];
        if !count.is_multiple_of(8) {
            bits.push(!(0xff_u8 >> (count % 8)));
        }
        let set = file.add_object(Stream::new(Dictionary::new(), bits));
        let descriptor = file.get_dictionary_mut(descriptor).map_err(broken)?;
        descriptor.set("CIDSet", set);
    }
    Ok(())
}

/// Returns what the file says about itself as XMP; it says the same as the dictionary of the file.
fn metadata(title: &str, about: &About) -> String {
    let at = about.created_at.to_utc().format("%Y-%m-%dT%H:%M:%S+00:00");
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n\
         <pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n\
         <xmp:CreatorTool>{}</xmp:CreatorTool><pdf:Producer>{}</pdf:Producer>\n\
         <xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>\n\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>\n",
        escaped(title),
        escaped(&about.author),
        printpdf::CREATOR,
        printpdf::PRODUCER,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
