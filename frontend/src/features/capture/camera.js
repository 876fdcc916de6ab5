/** What the camera sees, and a photo of it. */

/**
 * More than a screen has, so that small print can be recognised. A camera with a lower resolution provides what it has.
 */
const WANTED = { facingMode: "environment", width: { ideal: 3840 }, height: { ideal: 2160 } };

/** Whether this browser can show a camera: not without HTTPS. */
export const canPreview = () => Boolean(globalThis.navigator?.mediaDevices?.getUserMedia);

/** Raises when there is no camera, or the person does not allow it. @returns {Promise<MediaStream>} */
export function openCamera() {
  return navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
}

/** @param {MediaStream | null} stream */
export function closeCamera(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** What the video shows now. @param {HTMLVideoElement} video @returns {Promise<Blob>} */
export function photoOf(video) {
  const canvas = Object.assign(document.createElement("canvas"), {
    width: video.videoWidth,
    height: video.videoHeight,
  });
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No photo."))), "image/jpeg", 0.92);
  });
}

/**
 * @param {import("../../ui/dialog.js").Dialog<import("./state.js").State, boolean>} dialog
 * @param {() => import("./state.js").State} state
 */
export function cameraActions(dialog, state) {
  /** @type {MediaStream | null} */
  let stream = null;
  let isClosed = false;
  return {
    stream: () => stream,

    /** Shows what the camera sees, where the browser can and the person allows it. */
    async start() {
      dialog.update({ step: "camera" });
      if (!canPreview()) return;
      try {
        const opened = await openCamera();
        if (isClosed || state().step !== "camera") return closeCamera(opened);
        closeCamera(stream);
        stream = opened;
        dialog.update({ hasPreview: true });
      } catch {
        // There is no camera, or it is not allowed: the buttons for photos remain.
        dialog.update({ hasPreview: false });
      }
    },

    stop() {
      closeCamera(stream);
      stream = null;
      dialog.update({ hasPreview: false });
    },

    close() {
      isClosed = true;
      closeCamera(stream);
    },
  };
}
