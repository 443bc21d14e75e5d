package io.laserstreams.runtime.failure;

import java.io.FileNotFoundException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why something failed, in one line: what the exceptions say from the outermost to the root,
 * without those that only wrap.
 */
public final class Causes {
  /** What Kafka's clients say around the cause, "Failed to create new KafkaAdminClient". */
  private static final Pattern WRAPPER =
      Pattern.compile("Failed to (create|construct) (new |a )?\\w+( \\w+)?");

  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z_]\\w*\\.)+[A-Z]\\w*(?:Exception|Error): ");
  private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

  private Causes() {}

  /** The sentence, without a full stop. */
  public static String of(Throwable failure) {
    List<String> said = new ArrayList<>();
    List<Throwable> chain = chain(failure);
    for (Throwable link : chain) {
      String words = words(link);
      if (!words.isBlank() && said.stream().noneMatch(before -> before.contains(words))) {
        said.add(words);
      }
    }
    return said.isEmpty()
        ? chain.get(chain.size() - 1).getClass().getSimpleName()
        : String.join(": ", said);
  }

  /** The exception and its causes, outermost first. */
  public static List<Throwable> chain(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (Throwable link = failure; link != null && seen.add(link); link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }

  /** Whether one of Kafka's clients says that it could not be created. */
  static boolean wraps(Throwable link) {
    return link.getCause() != null
        && link.getMessage() != null
        && WRAPPER.matcher(link.getMessage()).matches();
  }

  private static String words(Throwable link) {
    String message = link.getMessage();
    Throwable cause = link.getCause();
    if (message == null || wraps(link) || (cause != null && message.equals(cause.toString()))) {
      return "";
    }
    if (link instanceof NoSuchFileException
        || (link instanceof FileNotFoundException
            && message.endsWith("(No such file or directory)"))) {
      return "there is no file or folder " + message.replace(" (No such file or directory)", "");
    }
    if (link instanceof AccessDeniedException) {
      return message + " may not be used: permission denied";
    }
    if (link instanceof FileAlreadyExistsException) {
      return message + " is there already and is no folder";
    }
    if (link instanceof UnknownHostException) {
      return "no host " + message.replaceAll(":.*", "") + " is known";
    }
    if (link instanceof ClassNotFoundException || link instanceof NoClassDefFoundError) {
      return "there is no class " + message.replace('/', '.');
    }
    return oneLine(CLASS_NAME.matcher(message).replaceAll(""));
  }

  static String oneLine(String text) {
    return LINE_BREAK.matcher(text).replaceAll(" ").strip();
  }
}
