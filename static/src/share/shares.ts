import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "../api";
import { forgetWithCause, sayWhy } from "../trouble";

/** A link that lets anybody who has it watch. */
export interface Share {
  id: string;
  token: string;
  url: string;
  created_at: string;
  /** Own data that the network learns from are shown, too. */
  with_data: boolean;
  /** Whoever has it may have the network answer. */
  may_ask: boolean;
}

/** What a new link allows. */
export type Allowed = Pick<Share, "with_data" | "may_ask">;

/** Who can open a link that names the address this page was opened by. */
export interface Reach {
  origin: string;
  /** No other machine can: it names 127.0.0.1, or localhost. */
  is_only_here: boolean;
  /** Addresses that others reach this server by. */
  elsewhere: string[];
  /** What to do where there are none. */
  advice: string;
}

/** The links of a project, how to make and revoke them, and what the server refused last. */
export function useShares(project: string, isOpen: boolean) {
  const [shares, setShares] = useState<Share[] | null>(null);
  const [reach, setReach] = useState<Reach | null>(null);
  const changes = useRef(0);
  const [refusal, setRefusal] = useState<string | null>(null);

  const ask = useCallback(async (request: () => Promise<void>) => {
    setRefusal(null);
    try {
      await request();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(sayWhy(error));
      forgetWithCause(error, () => setRefusal(null));
    }
  }, []);

  useEffect(() => {
    if (!isOpen) return;
    const load = async (): Promise<void> => {
      const before = changes.current;
      const answer = await api.get<{ shares: Share[]; reach: Reach }>(`/api/projects/${project}/shares/`);
      if (changes.current !== before) return load(); // a link came or went while the list was on its way
      setShares(answer.shares);
      setReach(answer.reach);
    };
    void ask(load);
  }, [ask, project, isOpen]);

  const create = (allowed: Allowed) =>
    ask(async () => {
      const share = await api.post<Share>(`/api/projects/${project}/shares/`, allowed);
      changes.current += 1;
      setShares((known) => [share, ...(known ?? []).filter(({ id }) => id !== share.id)]);
    });
  const change = (id: string, mayAsk: boolean) => {
    const show = (may_ask: boolean) =>
      setShares((known) => known?.map((each) => (each.id === id ? { ...each, may_ask } : each)) ?? null);
    show(mayAsk);
    return ask(async () => {
      try {
        await api.patch<Share>(`/api/shares/${id}/`, { may_ask: mayAsk });
        changes.current += 1;
      } catch (error) {
        show(!mayAsk);
        throw error;
      }
    });
  };
  const revoke = (id: string) =>
    ask(async () => {
      await api.delete(`/api/shares/${id}/`);
      changes.current += 1;
      setShares((known) => known?.filter((share) => share.id !== id) ?? null);
    });
  return { shares, reach, refusal, create, change, revoke };
}
