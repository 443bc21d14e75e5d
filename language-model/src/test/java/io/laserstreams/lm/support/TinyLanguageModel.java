package io.laserstreams.lm.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.lm.support.TinyDecoder.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tiny language model with random weights, as the folder of a real one: it reads any ASCII text
 * and writes English words at random, the same for the same seed.
 */
public final class TinyLanguageModel {
  /** Ends a message, and a text. */
  public static final String END = "<|im_end|>";

  public static final String START = "<|im_start|>";

  /** Tokens that it reads and writes together at most. */
  public static final int CONTEXT = 2048;

  private static final String UNKNOWN = "<unk>";
  private static final List<String> WORDS =
      List.of(
          ("the a of and to in is it with for as this that are be on by from at has who they their"
               + " not but often likes enjoys film films story stories drama comedy action romance"
               + " thriller classic family war music crime adventure animation mystery quiet loud"
               + " warm cold dark bright slow fast strong gentle deep funny sad honest modern old"
               + " new long short early late viewers people children friends actors plot mood theme"
               + " pace humour style music setting ending characters world life love death time"
               + " place city country home past future history moment moments about between under"
               + " over after before always rarely sometimes very more less most many few some each"
               + " every other same different first last")
              .split(" "));

  private TinyLanguageModel() {}

  /** Writes the folder with weights in full precision. */
  public static Path write(Path folder, long seed) throws IOException {
    return write(folder, Precision.FLOAT, seed);
  }

  public static Path writeFloat16(Path folder, long seed) throws IOException {
    return write(folder, Precision.FLOAT16, seed);
  }

  public static Path writeFourBit(Path folder, long seed) throws IOException {
    return write(folder, Precision.FOUR_BIT, seed);
  }

  /** Writes a graph that takes the padding of texts side by side for tokens. */
  public static Path writeBlindToPadding(Path folder, long seed) throws IOException {
    return write(folder, Precision.BLIND_TO_PADDING, seed);
  }

  /**
   * Writes a graph that gives hidden states instead of logits; the same seed gives the same ones,
   * whatever else the graph reads.
   *
   * @param output {@code last_hidden_state}, {@code hidden_states} for all layers in one, {@code
   *     hidden_states.*} for one output a layer, or another name for the last layer's
   */
  public static Path writeHiddenStates(Path folder, String output, GraphForm form, long seed)
      throws IOException {
    TinyDecoder decoder =
        new TinyDecoder(
            bias(vocabulary()),
            form.half() ? Precision.FLOAT16 : Precision.FLOAT,
            form.past(),
            form.positions(),
            seed);
    return write(
        folder,
        switch (output) {
          case "hidden_states" -> decoder.hiddenStatesTogether();
          case "hidden_states.*" -> decoder.hiddenStatesByLayer();
          default -> decoder.lastHiddenState(output);
        });
  }

  /**
   * What a graph reads and writes besides tokens and hidden states.
   *
   * @param past keys and values
   * @param positions of the tokens
   * @param half whether in half precision
   */
  public record GraphForm(boolean past, boolean positions, boolean half) {}

  private static Path write(Path folder, Precision precision, long seed) throws IOException {
    return write(folder, new TinyDecoder(bias(vocabulary()), precision, seed).toBytes());
  }

  private static Path write(Path folder, byte[] graph) throws IOException {
    Map<String, Integer> vocabulary = vocabulary();
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), graph);
    json(folder.resolve("tokenizer.json"), tokenizer(vocabulary));
    json(
        folder.resolve("tokenizer_config.json"),
        Map.of("bos_token", START, "eos_token", END, "unk_token", UNKNOWN));
    json(
        folder.resolve("config.json"),
        Map.of("max_position_embeddings", CONTEXT, "hidden_size", TinyDecoder.HIDDEN));
    json(
        folder.resolve("generation_config.json"),
        Map.of("eos_token_id", List.of(vocabulary.get(END))));
    Files.writeString(
        folder.resolve("chat_template.jinja"),
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n'"
            + " + message['content'] + '<|im_end|>\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}");
    return folder;
  }

  private static Map<String, Integer> vocabulary() {
    List<String> tokens = new ArrayList<>(List.of(UNKNOWN, START, END));
    for (char character = '!'; character <= '~'; character++) {
      tokens.add(String.valueOf(character));
      tokens.add("##" + character);
    }
    WORDS.stream().filter(word -> !tokens.contains(word)).distinct().forEach(tokens::add);
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
    return vocabulary;
  }

  /** Only words are written, and one token in some fifty ends the text. */
  private static float[] bias(Map<String, Integer> vocabulary) {
    float[] bias = new float[vocabulary.size()];
    Arrays.fill(bias, -10_000);
    WORDS.forEach(word -> bias[vocabulary.get(word)] = 0);
    bias[vocabulary.get(END)] = 2;
    return bias;
  }

  private static Map<String, Object> tokenizer(Map<String, Integer> vocabulary) {
    Map<String, Object> tokenizer = new LinkedHashMap<>();
    tokenizer.put("version", "1.0");
    tokenizer.put("truncation", null);
    tokenizer.put("padding", null);
    tokenizer.put(
        "added_tokens",
        List.of(UNKNOWN, START, END).stream()
            .map(
                content ->
                    Map.of(
                        "id", vocabulary.get(content),
                        "content", content,
                        "single_word", false,
                        "lstrip", false,
                        "rstrip", false,
                        "normalized", false,
                        "special", true))
            .toList());
    tokenizer.put("normalizer", null);
    tokenizer.put("pre_tokenizer", Map.of("type", "Whitespace"));
    tokenizer.put("post_processor", null);
    tokenizer.put("decoder", Map.of("type", "WordPiece", "prefix", "##", "cleanup", true));
    tokenizer.put(
        "model",
        Map.of(
            "type",
            "WordPiece",
            "unk_token",
            UNKNOWN,
            "continuing_subword_prefix",
            "##",
            "max_input_chars_per_word",
            100,
            "vocab",
            vocabulary));
    return tokenizer;
  }

  private static void json(Path file, Object value) throws IOException {
    new ObjectMapper().writeValue(file.toFile(), value);
  }
}
