package io.laserstreams.cli.options;

import io.laserstreams.schema.SubjectKind;
import picocli.CommandLine.Option;

/** Users or items: one of two options. */
public final class SubjectKindGroup {
  @Option(names = "--users", description = "Knowledge about users.")
  private boolean users;

  @Option(names = "--items", description = "Knowledge about items.")
  private boolean items;

  /** The one that was named. */
  public SubjectKind kind() {
    if (users == items) {
      throw new IllegalStateException("not one of --users and --items");
    }
    return users ? SubjectKind.USER : SubjectKind.ITEM;
  }
}
