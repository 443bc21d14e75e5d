package io.laserstreams.worker.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.worker.check.TextFault;
import io.laserstreams.worker.generator.RequestRefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes a response in the charset that its Content-Type names, else in UTF-8, the charset of JSON
 * (RFC 8259). Never replaces a malformed byte.
 */
final class StrictText {
  private static final Pattern CHARSET =
      Pattern.compile("(?i);\\s*charset\\s*=\\s*[\"']?([^\"';\\s]+)");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private StrictText() {}

  /**
   * Decodes a body, without its byte order mark.
   *
   * @throws UnusableAnswerException if the charset is unknown
   * @throws RequestRefusedException if the bytes are not in the charset
   */
  static String of(byte[] body, Optional<String> contentType) {
    Charset charset =
        contentType
            .map(CHARSET::matcher)
            .filter(Matcher::find)
            .map(named -> charset(named.group(1)))
            .orElse(UTF_8);
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    } catch (CharacterCodingException e) {
      throw new RequestRefusedException(
          TextFault.WRONG_CHARSET.reason(),
          "The answer is not in "
              + charset
              + ", by its Content-Type "
              + contentType.map(type -> "'" + type + "'").orElse("(none)")
              + ": "
              + e.getMessage()
              + ". Let the server write UTF-8, or name its charset in Content-Type");
    }
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new UnusableAnswerException(
          "answered 200 in the charset '" + name + "' of its Content-Type, which is unknown");
    }
  }
}
