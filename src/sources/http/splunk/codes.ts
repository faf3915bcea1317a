/** Answers of Splunk's HTTP Event Collector: Splunk Enterprise, "Troubleshoot HTTP Event Collector", possible error codes. */
export const HEC = {
  success: { status: 200, code: 0, text: "Success" },
  tokenRequired: { status: 401, code: 2, text: "Token is required" },
  badAuthorization: { status: 401, code: 3, text: "Invalid authorization" },
  badToken: { status: 403, code: 4, text: "Invalid token" },
  noData: { status: 400, code: 5, text: "No data" },
  badFormat: { status: 400, code: 6, text: "Invalid data format" },
  serverError: { status: 500, code: 8, text: "Internal server error" },
  busy: { status: 503, code: 9, text: "Server is busy" },
  channelMissing: { status: 400, code: 10, text: "Data channel is missing" },
  badChannel: { status: 400, code: 11, text: "Invalid data channel" },
  eventRequired: { status: 400, code: 12, text: "Event field is required" },
  eventBlank: { status: 400, code: 13, text: "Event field cannot be blank" },
  healthy: { status: 200, code: 17, text: "HEC is healthy" },
  unhealthy: { status: 503, code: 18, text: "HEC is unhealthy, queues are full" },
} as const;

export type HecCode = (typeof HEC)[keyof typeof HEC];
