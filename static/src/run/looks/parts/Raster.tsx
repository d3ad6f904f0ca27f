import { type CSSProperties, useEffect, useRef } from "react";

interface RasterProps {
  /** In pixels of the picture, not of the page. */
  width: number;
  height: number;
  /** 32-bit pixels as `ImageData` holds them, row by row. */
  pixels: Uint32Array<ArrayBuffer>;
  /** The picture for who does not see it; a picture without is hidden from them. */
  label?: string;
  style?: CSSProperties;
}

/** A picture of few pixels, drawn large with sharp edges. */
export function Raster({ width, height, pixels, label, style }: RasterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || width === 0 || height === 0) return;
    canvas.current.width = width;
    canvas.current.height = height;
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  }, [width, height, pixels]);
  const words = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return <canvas ref={canvas} className="raster" style={style} {...words} />;
}
