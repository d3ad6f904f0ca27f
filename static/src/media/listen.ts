import tap from "./tap?worker&url";

/** The microphone, piece by piece as it is heard. */
export interface Listening {
  /** Values a second. */
  rate: number;
  stop(): void;
}

/** Calls back with every piece that is heard, until it is stopped. */
export async function listen(stream: MediaStream, hear: (piece: Float32Array) => void): Promise<Listening> {
  const context = new AudioContext();
  await context.audioWorklet.addModule(tap);
  await context.resume();
  const ear = new AudioWorkletNode(context, "tap");
  ear.port.onmessage = ({ data }: MessageEvent<Float32Array>) => hear(data);
  context.createMediaStreamSource(stream).connect(ear).connect(context.destination); // of silence: else nothing is heard
  return {
    rate: context.sampleRate,
    stop: () => void context.close(),
  };
}

/** Lets a sound be heard. */
export async function play(values: Float32Array<ArrayBuffer>, rate: number): Promise<void> {
  const context = new AudioContext();
  const buffer = context.createBuffer(1, values.length, rate);
  buffer.copyToChannel(values, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.onended = () => void context.close();
  source.start();
}
