// Which sender is being claimed: known to the page, as the list drops a sender once it is a source.
import { createContext } from "react";
import type { UnclaimedSender } from "../../data/quarantine.ts";

export const ClaimingContext = createContext<(sender: UnclaimedSender) => void>(() => undefined);
