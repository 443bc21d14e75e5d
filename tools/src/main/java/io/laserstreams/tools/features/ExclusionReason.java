package io.laserstreams.tools.features;

/** Why a sample could not be compared; names and their order are part of the JSON report. */
public enum ExclusionReason {
  /**
   * An interaction of the user arrived after the epoch in which it happened: its effect on the
   * user's state depends on the statistics of that moment.
   */
  LATE_INTERACTIONS(
      "their users have an interaction that arrived late, after its epoch of item statistics"),
  /** An interaction of the user is on the topic twice, and which one was accepted is unknown. */
  INTERACTIONS_TWICE(
      "their users have an interaction that is on its topic twice, and the old dead letters that"
          + " say which one counted are gone"),
  /** The sample saw more or fewer interactions of its user than the topic has before it. */
  OTHER_INTERACTIONS(
      "they saw interactions of their user that arrived later or are no longer on their topic, or"
          + " missed some that were in flight"),
  /**
   * The impression was served after the epoch in which it happened, and saw events of that epoch.
   */
  LATE_IMPRESSIONS("their impressions arrived late, after their epoch of item statistics"),
  /**
   * Item statistics that the sample used had counted other interactions than the topic has before
   * its epoch.
   */
  LATE_STATISTICS(
      "they saw item statistics that lagged, or that counted interactions which came late, twice"
          + " after a restart, or are no longer on their topic"),
  /** No known model has the fit. */
  UNKNOWN_FIT("their model is not on the models topic; name it with --bundle");

  private final String meaning;

  ExclusionReason(String meaning) {
    this.meaning = meaning;
  }

  /** Continues a sentence about samples. */
  public String meaning() {
    return meaning;
  }
}
