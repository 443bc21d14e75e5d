package io.laserstreams.cli;

import io.laserstreams.cli.options.LayoutMixin;
import io.laserstreams.cluster.topics.Plan;
import io.laserstreams.cluster.topics.TopicProvisioner;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser topics apply}. */
@Command(
    name = "apply",
    description = "Make the cluster match the catalogue; a second run changes nothing.",
    mixinStandardHelpOptions = true)
final class TopicsApplyCommand implements Runnable {
  @Mixin private LayoutMixin layout;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    try (TopicProvisioner provisioner = layout.connect()) {
      Plan plan = provisioner.plan();
      plan.notes().forEach(out::println);
      provisioner.apply(plan, step -> out.println("done: " + step.description()));
      out.println(plan.isEmpty() ? "Nothing to do." : plan.steps().size() + " changes made.");
    }
  }
}
