package io.laserstreams.worker.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The texts that prompts are made of, with their domain: built in, or a folder that a team edits.
 *
 * @param name of this family of prompts, part of their version
 * @param system what every model is told first
 * @param user the question about a user
 * @param item the question about an item
 * @param domain the words for what is recommended
 */
public record PromptTemplates(
    String name, PromptText system, PromptText user, PromptText item, Domain domain) {
  /** The built-in family; changes with its texts and with what fills them. */
  public static final String BUILT_IN = "laser-v2";

  private static final String SYSTEM_FILE = "system.txt";
  private static final String USER_FILE = "user.txt";
  private static final String ITEM_FILE = "item.txt";
  private static final String DOMAIN_FILE = "domain.json";
  private static final String VERSION_FILE = "version";
  private static final Pattern NAME = Pattern.compile("[\\w.-]{1,40}");

  private static final SortedSet<String> IN_ALL =
      placeholders(List.of(), "item", "items", "factors", "words", "consumed", "scale", "language");
  private static final SortedSet<String> IN_USER =
      placeholders(IN_ALL, "profile", "liked", "disliked", "opened", "mean", "change");
  private static final SortedSet<String> IN_ITEM =
      placeholders(IN_ALL, "title", "categories", "fields", "text");

  public PromptTemplates {
    requireNonNull(name, "name is null");
    requireNonNull(system, "system is null");
    requireNonNull(user, "user is null");
    requireNonNull(item, "item is null");
    requireNonNull(domain, "domain is null");
  }

  /** The templates that come with the product. */
  public static PromptTemplates builtIn(Domain domain) {
    return new PromptTemplates(
        BUILT_IN,
        PromptText.of(SYSTEM_FILE, resource(SYSTEM_FILE), IN_ALL),
        PromptText.of(USER_FILE, resource(USER_FILE), IN_USER),
        PromptText.of(ITEM_FILE, resource(ITEM_FILE), IN_ITEM),
        domain);
  }

  /**
   * Reads {@code system.txt}, {@code user.txt}, {@code item.txt} and {@code domain.json} of a
   * folder, and its {@code version}, which names the family; without that, the folder's name does.
   *
   * @throws IllegalArgumentException naming the file that is missing or wrong, and why
   */
  public static PromptTemplates read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "%s is not a folder; the built-in prompts as a start: laser knowledge prompts --out %s"
              .formatted(folder, folder));
    }
    return new PromptTemplates(
        name(folder),
        text(folder.resolve(SYSTEM_FILE), IN_ALL),
        text(folder.resolve(USER_FILE), IN_USER),
        text(folder.resolve(ITEM_FILE), IN_ITEM),
        Domain.read(existing(folder.resolve(DOMAIN_FILE))));
  }

  /**
   * Writes the files that {@link #read} reads; the folder is made if it is missing.
   *
   * @return the files
   * @throws java.nio.file.FileAlreadyExistsException if one of them exists; nothing is overwritten
   */
  public List<Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    return List.of(
        create(folder.resolve(SYSTEM_FILE), system.text()),
        create(folder.resolve(USER_FILE), user.text()),
        create(folder.resolve(ITEM_FILE), item.text()),
        create(folder.resolve(DOMAIN_FILE), json(domain)),
        create(folder.resolve(VERSION_FILE), name));
  }

  /** The same with other factors. */
  public PromptTemplates withFactors(List<String> factors) {
    return new PromptTemplates(name, system, user, item, domain.withFactors(factors));
  }

  private static SortedSet<String> placeholders(Iterable<String> inherited, String... own) {
    TreeSet<String> all = new TreeSet<>(List.of(own));
    inherited.forEach(all::add);
    return Collections.unmodifiableSortedSet(all);
  }

  private static String resource(String file) {
    String path = "/prompts/" + BUILT_IN + "/" + file;
    try (InputStream in = PromptTemplates.class.getResourceAsStream(path)) {
      return new String(requireNonNull(in, path).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read prompt " + path, e);
    }
  }

  private static String name(Path folder) {
    Path file = folder.resolve(VERSION_FILE);
    boolean named = Files.exists(file);
    String name =
        named
            ? content(file).strip()
            : String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s is '%s', which must name these prompts in up to 40 letters, digits, '.', '_' and '-'"
              .formatted(named ? file : "The name of the folder " + folder, name));
    }
    return name;
  }

  private static PromptText text(Path file, SortedSet<String> known) {
    return PromptText.of(file.toString(), content(existing(file)), known);
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "%s is missing; prompts need %s"
              .formatted(file, List.of(SYSTEM_FILE, USER_FILE, ITEM_FILE, DOMAIN_FILE)));
    }
    return file;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not in UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read " + file + ": " + e, e);
    }
  }

  private static Path create(Path file, String content) throws IOException {
    return Files.writeString(file, content + "\n", StandardOpenOption.CREATE_NEW);
  }

  private static String json(Domain domain) throws JsonProcessingException {
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(domain);
  }
}
