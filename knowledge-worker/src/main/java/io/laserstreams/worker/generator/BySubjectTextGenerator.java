package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.util.Optional;

/** One generator for users, another for items. */
public record BySubjectTextGenerator(TextGenerator users, TextGenerator items)
    implements TextGenerator {
  public BySubjectTextGenerator {
    requireNonNull(users, "users is null");
    requireNonNull(items, "items is null");
  }

  @Override
  public String id() {
    return users.id().equals(items.id())
        ? users.id()
        : "users by " + users.id() + ", items by " + items.id();
  }

  @Override
  public void probe() throws InterruptedException {
    users.probe();
    items.probe();
  }

  @Override
  public Optional<GeneratedText> write(KnowledgeRequest request) {
    return (request.getSubjectKind() == SubjectKind.USER ? users : items).write(request);
  }
}
