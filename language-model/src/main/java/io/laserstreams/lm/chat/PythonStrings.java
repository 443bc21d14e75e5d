package io.laserstreams.lm.chat;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * The methods of Python's strings that chat templates call and Java's strings lack or mean
 * otherwise, such as {@code split}, which takes no regular expression.
 */
final class PythonStrings extends ELResolver {
  static ELResolver resolver() {
    CompositeELResolver all = new CompositeELResolver();
    all.add(new PythonStrings());
    all.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return all;
  }

  @Override
  public @Nullable Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    if (!(base instanceof String text)) {
      return null;
    }
    Object result = call(text, String.valueOf(method), arguments);
    if (result != null) {
      context.setPropertyResolved(true);
    }
    return result;
  }

  private static @Nullable Object call(String text, String method, Object[] arguments) {
    if (arguments.length > 1) {
      return null;
    }
    String argument = arguments.length == 0 ? null : String.valueOf(arguments[0]);
    return switch (method) {
      case "strip" -> left(right(text, argument), argument);
      case "lstrip" -> left(text, argument);
      case "rstrip" -> right(text, argument);
      case "startswith" -> argument == null ? null : text.startsWith(argument);
      case "endswith" -> argument == null ? null : text.endsWith(argument);
      case "split" -> split(text, argument);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      default -> null;
    };
  }

  private static List<String> split(String text, @Nullable String separator) {
    return separator == null
        ? Arrays.stream(text.strip().split("\\s+")).toList()
        : Arrays.asList(text.split(Pattern.quote(separator), -1));
  }

  private static String left(String text, @Nullable String characters) {
    int from = 0;
    while (from < text.length() && stripped(text.charAt(from), characters)) {
      from++;
    }
    return text.substring(from);
  }

  private static String right(String text, @Nullable String characters) {
    int to = text.length();
    while (to > 0 && stripped(text.charAt(to - 1), characters)) {
      to--;
    }
    return text.substring(0, to);
  }

  private static boolean stripped(char character, @Nullable String characters) {
    return characters == null
        ? Character.isWhitespace(character)
        : characters.indexOf(character) >= 0;
  }

  @Override
  public @Nullable Object getValue(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return Object.class;
  }

  @Override
  public @Nullable Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(
      ELContext context, Object base) {
    return null;
  }
}
