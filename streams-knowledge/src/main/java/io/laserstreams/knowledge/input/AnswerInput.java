package io.laserstreams.knowledge.input;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.answer.AnswerCheck;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.schema.KnowledgeAnswer;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Takes the workers' answers. One that is unusable is a dead letter; its question stays in flight
 * and is asked again in time.
 */
public final class AnswerInput implements Input {
  private final Decoding<KnowledgeAnswer> decoding;
  private final AnswerCheck check;
  private final Answered answered;

  /** Decides whether a usable answer counts. */
  @FunctionalInterface
  public interface Answered {
    void answered(SubjectKey key, KnowledgeAnswer answer, long now);
  }

  public AnswerInput(Decoding<KnowledgeAnswer> decoding, AnswerCheck check, Answered answered) {
    this.decoding = requireNonNull(decoding, "decoding is null");
    this.check = requireNonNull(check, "check is null");
    this.answered = requireNonNull(answered, "answered is null");
  }

  @Override
  public void take(String subjectId, byte[] value, RecordMetadata source, long now) {
    KnowledgeAnswer answer = decoding.decode(subjectId, value, source);
    if (answer == null) {
      throw new BadRecordException(
          "no-value",
          "An answer about " + subjectId + " is a tombstone; answers are never deleted");
    }
    check.require(subjectId, answer);
    answered.answered(new SubjectKey(answer.getSubjectKind(), subjectId), answer, now);
  }
}
