package io.laserstreams.worker.check;

import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.language.Language;
import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.util.List;

/** Accepts what a language model wrote if it is knowledge. Thread-safe. */
public final class KnowledgeCheck {
  private final List<TextCheck> checks;

  /**
   * @param words how many the prompt asks for at most
   * @param language that it asks for
   */
  public KnowledgeCheck(int words, Language language) {
    checks =
        List.of(
            MarkupCheck.control(),
            MarkupCheck.code(),
            new EchoCheck(),
            new LoopCheck(),
            LengthCheck.shortness(words),
            new LanguageCheck(language),
            LengthCheck.length(words));
  }

  /**
   * The knowledge in it, without reasoning; never empty.
   *
   * @param prompt that it answers
   * @throws NotKnowledgeException if there is none
   */
  public String accept(Completion completion, Prompt prompt) {
    String text = KnowledgeExtractor.extract(completion);
    Words words = Words.of(text);
    for (TextCheck check : checks) {
      check
          .problem(text, words, prompt)
          .ifPresent(
              problem -> {
                throw new NotKnowledgeException(
                    check.fault(), problem + ": " + Quotes.beginning(text));
              });
    }
    return text;
  }
}
