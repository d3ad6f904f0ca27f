// Runs in the audio thread: hands on what the microphone hears, piece by piece.

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, kind: new () => AudioWorkletProcessor): void;

class Tap extends AudioWorkletProcessor {
  process([channels]: Float32Array[][]): boolean {
    const [heard] = channels ?? [];
    if (heard) this.port.postMessage(heard.slice());
    return true;
  }
}

registerProcessor("tap", Tap);

export {};
