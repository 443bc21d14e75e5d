package io.laserstreams.knowledge.answer;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.input.Input;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.schema.KnowledgeAnswer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Validates the workers' answers. An invalid one becomes a dead letter; its request stays in flight
 * and is repeated after its deadline.
 */
public final class AnswerInput implements Input {
  private final Decoding<KnowledgeAnswer> decoding;
  private final AnswerCheck check;
  private final ValidAnswers answers;

  /** Accepts or ignores valid answers. */
  @FunctionalInterface
  public interface ValidAnswers {
    void answered(SubjectKey key, KnowledgeAnswer answer, long now);
  }

  public AnswerInput(Decoding<KnowledgeAnswer> decoding, AnswerCheck check, ValidAnswers answers) {
    this.decoding = requireNonNull(decoding, "decoding is null");
    this.check = requireNonNull(check, "check is null");
    this.answers = requireNonNull(answers, "answers is null");
  }

  @Override
  public void process(String subjectId, byte @Nullable [] value, RecordMetadata source, long now) {
    KnowledgeAnswer answer = decoding.decode(subjectId, value, source);
    if (answer == null) {
      throw new BadRecordException(
          "no-value",
          "An answer about " + subjectId + " is a tombstone; answers are never deleted");
    }
    check.validate(subjectId, answer);
    answers.answered(new SubjectKey(answer.getSubjectKind(), subjectId), answer, now);
  }
}
