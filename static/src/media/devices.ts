/** The camera or the microphone, or why there is none in words. */
export async function openDevice(what: "camera" | "microphone"): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia)
    throw new Error(
      `Browsers give the ${what} only to pages over https, or on this computer itself. Ask who runs this site for https.`,
    );
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED[what]);
  } catch (error) {
    throw new Error(whyNot(what, error instanceof Error ? error.name : ""));
  }
}

const WANTED: Record<string, MediaStreamConstraints> = {
  camera: { video: { width: { ideal: 320 }, height: { ideal: 240 } } },
  microphone: {
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  },
};

/** Lets the device go: its light turns off. */
export function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function whyNot(what: string, name: string): string {
  if (name === "NotAllowedError")
    return `The ${what} was not allowed. Allow it beside the address of this page, then try again.`;
  if (name === "NotFoundError" || name === "OverconstrainedError")
    return `No ${what} was found. Plug one in, then try again.`;
  if (name === "NotReadableError")
    return `The ${what} is in use by something else. Close that, then try again.`;
  return `The ${what} could not be opened (${name}).`;
}
