import { contractSuite } from "./contract.ts";
import { requestTrackerFake } from "./fakes/request-tracker-side.ts";

contractSuite("Request Tracker", requestTrackerFake);
