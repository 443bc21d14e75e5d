package io.laserstreams.runtime.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/** Reads Java properties files, and writes lines of them. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * @throws ConfigException if the file cannot be read
   */
  public static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new ConfigException("Configuration file " + file.toAbsolutePath() + " does not exist");
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          "Configuration file " + file.toAbsolutePath() + " cannot be read: " + e);
    }
    Map<String, String> values = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> values.put(name, properties.getProperty(name).strip()));
    return values;
  }

  /** The line of a properties file that gives a key this value. */
  public static String line(String key, String value) {
    return key + "=" + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}
