package io.laserstreams.worker.check;

import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a text that repeats its prompt: eight words of the instructions in a row (sixteen
 * characters where no spaces are written), or three lines of the history as they stand there. What
 * stands in double quotes is no instruction; a text may use a description's words.
 */
record EchoCheck() implements TextCheck {
  private static final int RUN = 8;
  private static final int RUN_OF_CHARACTERS = 16;
  private static final int LINES = 3;
  private static final String LINE = "- ";
  private static final Pattern QUOTED = Pattern.compile("\"[^\"\n]*\"");

  @Override
  public TextFault fault() {
    return TextFault.PROMPT_ECHO;
  }

  @Override
  public Optional<String> problem(String text, Words words, Prompt prompt) {
    long lines =
        prompt
            .user()
            .lines()
            .filter(line -> line.startsWith(LINE))
            .map(Words::of)
            .distinct()
            .filter(words::contain)
            .count();
    return lines >= LINES
        ? Optional.of("repeats " + lines + " lines of the history")
        : instruction(words, prompt).map(run -> "repeats its instructions: '" + run + "'");
  }

  private static Optional<String> instruction(Words words, Prompt prompt) {
    int length = words.isUnspaced() ? RUN_OF_CHARACTERS : RUN;
    Set<List<String>> instructions = new HashSet<>();
    Stream.of(prompt.system(), prompt.user())
        .flatMap(QUOTED::splitAsStream)
        .map(Words::of)
        .forEach(part -> instructions.addAll(part.runs(length)));
    return words.runs(length).stream()
        .filter(instructions::contains)
        .findFirst()
        .map(run -> String.join(" ", run));
  }
}
