import { useCallback, useEffect, useState } from "react";
import { ApiError, api } from "../api";

/** A link that lets anybody who has it watch. */
export interface Share {
  id: string;
  token: string;
  url: string;
  created_at: string;
}

/** The links of a project, how to make and revoke them, and what the server refused last. */
export function useShares(project: string, isOpen: boolean) {
  const [shares, setShares] = useState<Share[] | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const ask = useCallback(async (request: () => Promise<void>) => {
    setRefusal(null);
    try {
      await request();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(`${error.message} ${error.hint}`.trim());
    }
  }, []);

  useEffect(() => {
    if (!isOpen) return;
    void ask(async () => {
      const answer = await api.get<{ shares: Share[] }>(`/api/projects/${project}/shares/`);
      setShares(answer.shares);
    });
  }, [ask, project, isOpen]);

  const create = () =>
    ask(async () => {
      const share = await api.post<Share>(`/api/projects/${project}/shares/`);
      setShares((known) => [share, ...(known ?? [])]);
    });
  const revoke = (id: string) =>
    ask(async () => {
      await api.delete(`/api/shares/${id}/`);
      setShares((known) => known?.filter((share) => share.id !== id) ?? null);
    });
  return { shares, refusal, create, revoke };
}
