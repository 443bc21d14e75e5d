package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.models.Serving.Answer;
import io.laserstreams.tools.models.Serving.Outcome;
import java.io.PrintWriter;
import java.util.List;

/** Prints what instances of scoring made of a change. */
final class Report {
  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = requireNonNull(out, "out is null");
  }

  void nobodyAsked(String version) {
    out.println("Nobody was asked whether " + version + " serves (--no-wait).");
  }

  void print(String version, List<Answer> answers, Serving serving) {
    for (Answer answer : answers) {
      out.println(
          switch (answer.outcome()) {
            case SERVES -> "scoring at " + answer.address() + " serves " + version;
            case REFUSED ->
                "scoring at " + answer.address() + " refuses " + version + ": " + answer.detail();
            case OPEN -> "scoring at " + answer.address() + " " + answer.detail();
          });
    }
    int unasked = serving.unasked();
    if (unasked > 0) {
      out.println(
          unasked
              + " more instances of scoring run, which were not asked: name all with --scoring.");
    }
    out.flush();
  }

  static boolean anyRefused(List<Answer> answers) {
    return answers.stream().anyMatch(answer -> answer.outcome() == Outcome.REFUSED);
  }

  /**
   * @throws UserException if one does not serve it yet
   */
  static void requireServing(String version, List<Answer> answers) {
    if (answers.stream().anyMatch(answer -> answer.outcome() != Outcome.SERVES)) {
      throw new UserException(
          "Not every instance serves "
              + version
              + " yet; it stays on the models topic. See laser models list, and /health/ready of"
              + " these instances");
    }
  }
}
