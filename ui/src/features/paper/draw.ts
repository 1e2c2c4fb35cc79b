import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

import { scaleFor } from "./lib";

GlobalWorkerOptions.workerSrc = workerUrl;

/** A paper opened for drawing. */
export interface OpenPaper {
  readonly pages: number;
  /** Draws one page, counted from 1, as wide as the room allows. */
  draw(page: number, canvas: HTMLCanvasElement, roomWidth: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a paper from its bytes; nothing is fetched. */
export async function openPaper(bytes: Uint8Array): Promise<OpenPaper> {
  // Glyphs are drawn as outlines: no face is handed to the page, so the content policy needs no hole for it.
  const task = getDocument({ data: bytes, disableFontFace: true, isEvalSupported: false, useSystemFonts: false });
  const opened: PDFDocumentProxy = await task.promise;
  return {
    pages: opened.numPages,
    async draw(number, canvas, roomWidth) {
      const page = await opened.getPage(number);
      const scale = scaleFor(page.getViewport({ scale: 1 }).width, roomWidth);
      const sharp = Math.max(1, window.devicePixelRatio);
      const viewport = page.getViewport({ scale: scale * sharp });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      // Set through the object model: the content policy forbids style attributes in markup.
      canvas.style.width = `${Math.floor(viewport.width / sharp)}px`;
      await page.render({ canvas, viewport }).promise;
    },
    async close() {
      await task.destroy();
    },
  };
}
