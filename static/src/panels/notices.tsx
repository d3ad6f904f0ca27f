import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";

const manager = Toast.createToastManager();
const SHOWN_MS = 7_000;

/** Something to tell the user in passing. */
export interface Notice {
  title: string;
  text?: string;
  tone?: "plain" | "error";
}

const idOf = ({ title, text = "" }: Notice) => `${title}\n${text}`;

/** Shows a notice for a few seconds and says it to screen readers; the same notice is not stacked. */
export function notify(notice: Notice): void {
  const { title, text = "", tone = "plain" } = notice;
  manager.add({
    id: idOf(notice),
    title,
    description: text,
    type: tone,
    timeout: SHOWN_MS,
    priority: tone === "error" ? "high" : "low",
  });
}

/** Takes a notice away before its time. */
export function withdraw(notice: Notice): void {
  manager.close(idOf(notice));
}

/** Where notices appear. Mounted once. */
export function Notices() {
  return (
    <Toast.Provider toastManager={manager} limit={2}>
      <Toast.Portal>
        <Toast.Viewport className="notices">
          <NoticeList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function NoticeList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="notice" swipeDirection="right">
      <div>
        <Toast.Title className="notice-title" />
        <Toast.Description className="notice-text" />
      </div>
      <Toast.Close className="icon-button" aria-label="Dismiss">
        <X size={14} />
      </Toast.Close>
    </Toast.Root>
  ));
}
