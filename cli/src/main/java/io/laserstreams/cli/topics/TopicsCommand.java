package io.laserstreams.cli.topics;

import io.laserstreams.cli.ClusterOptions;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.Plan;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.config.AppConfig;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser topics plan|apply}. */
@Command(
    name = "topics",
    description =
        "Create and configure topics, schemas and the workers' share group on any cluster.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "plan|apply",
    subcommands = {TopicsCommand.PlanCommand.class, TopicsCommand.ApplyCommand.class})
public final class TopicsCommand {

  /** Where, and how the catalogue is laid out there. */
  static final class Target {
    @Mixin ClusterOptions cluster;

    @Option(
        names = "--partitions",
        paramLabel = "N",
        description =
            "Partitions of every topic that is not on a single one (default: ${DEFAULT-VALUE}).")
    int partitions = Layout.DEFAULT_PARTITIONS;

    @Option(
        names = "--replication",
        paramLabel = "N",
        description = "Copies of every partition (default: the broker's default).")
    short replication = Layout.BROKER_DEFAULT;

    TopicProvisioner connect() {
      AppConfig config = cluster.read();
      Layout layout = new Layout(config.topicPrefix(), partitions, replication);
      return TopicProvisioner.connect(config.clients().admin(), config.schemaRegistryUrl(), layout);
    }
  }

  @Command(
      name = "plan",
      description = "Say what apply would do, and change nothing.",
      mixinStandardHelpOptions = true)
  static final class PlanCommand implements Runnable {
    @Mixin Target target;
    @Spec CommandSpec spec;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      try (TopicProvisioner provisioner = target.connect()) {
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

  @Command(
      name = "apply",
      description = "Make the cluster look like the catalogue; does nothing the second time.",
      mixinStandardHelpOptions = true)
  static final class ApplyCommand implements Runnable {
    @Mixin Target target;
    @Spec CommandSpec spec;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      try (TopicProvisioner provisioner = target.connect()) {
        Plan plan = provisioner.plan();
        plan.notes().forEach(out::println);
        provisioner.apply(plan, step -> out.println("done: " + step.description()));
        out.println(plan.isEmpty() ? "Nothing to do." : plan.steps().size() + " changes made.");
      }
    }
  }
}
