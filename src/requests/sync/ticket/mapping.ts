// What words of the other side mean here, and which of them we use. Pure.
import type { ConnectorSettings, TicketState } from "../../../contract/connectors.ts";
import type { AnyConnectorKind } from "../../connectors/connector.ts";

export type Mapping = {
  /** Null: nobody said what it means. */
  readonly meaningOf: (state: string) => TicketState | null;
  /** The state there into which a ticket is moved; undefined: none is named. */
  readonly moveTo: (state: TicketState) => string | undefined;
  readonly isSame: (one: string, other: string) => boolean;
};

// People write names of states as they see them, in whatever case.
const plain = (word: string): string => word.trim().toLocaleLowerCase("en");

export function mappingOf(kind: Pick<AnyConnectorKind, "states" | "moves" | "movesOf">, { states, moves, options = {} }: Pick<ConnectorSettings, "states" | "moves"> & Partial<Pick<ConnectorSettings, "options">>): Mapping {
  const usual = { ...kind.moves, ...kind.movesOf?.(options) };
  const meanings = new Map(Object.entries({ ...lowered(kind.states), ...lowered(states) }));
  return {
    meaningOf: (state) => meanings.get(plain(state)) ?? null,
    moveTo: (state) => moves[state] ?? usual[state],
    isSame: (one, other) => plain(one) === plain(other),
  };
}

const lowered = (states: Readonly<Record<string, TicketState>>): Record<string, TicketState> => Object.fromEntries(Object.entries(states).map(([state, meaning]) => [plain(state), meaning]));
