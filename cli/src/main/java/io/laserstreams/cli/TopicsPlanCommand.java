package io.laserstreams.cli;

import io.laserstreams.cli.options.LayoutMixin;
import io.laserstreams.cluster.topics.Plan;
import io.laserstreams.cluster.topics.TopicProvisioner;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser topics plan}. */
@Command(
    name = "plan",
    description = "Print what apply would do, and change nothing.",
    mixinStandardHelpOptions = true)
final class TopicsPlanCommand implements Runnable {
  @Mixin private LayoutMixin layout;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    try (TopicProvisioner provisioner = layout.connect()) {
      Plan plan = provisioner.plan();
      plan.notes().forEach(out::println);
      plan.steps().forEach(step -> out.println("would " + step.description()));
      out.println(
          plan.isEmpty()
              ? "Nothing to do."
              : plan.steps().size() + " changes; make them with: laser topics apply");
    }
  }
}
