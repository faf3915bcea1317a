import { contractSuite } from "../connectors/contract.ts";
import { requestTrackerServer } from "./request-tracker.ts";

contractSuite("Request Tracker, a real one", () => requestTrackerServer());
