package io.laserstreams.schema.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URL;
import java.util.Map;

/**
 * Questions to a registry in JSON over HTTP. An address that cannot be reached, or that answers
 * something else than JSON, makes room for the next one, until each was asked once. What a registry
 * refuses is final: the others would say the same.
 */
final class RegistryHttp {
  private static final int OK = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final Addresses addresses;
  private final HttpExchange http;

  RegistryHttp(Addresses addresses, HttpExchange http) {
    this.addresses = addresses;
    this.http = http;
  }

  Reply get(String path) throws IOException, RegistryException {
    return ask("GET", path, new byte[0]);
  }

  Reply post(String path, Map<String, String> body) throws IOException, RegistryException {
    return ask("POST", path, json.writeValueAsBytes(body));
  }

  Reply put(String path, Map<String, String> body) throws IOException, RegistryException {
    return ask("PUT", path, json.writeValueAsBytes(body));
  }

  private Reply ask(String method, String path, byte[] body) throws IOException, RegistryException {
    for (int left = addresses.size() - 1; ; left--) {
      String address = addresses.current();
      try {
        return askOne(address, method, path, body);
      } catch (IOException e) {
        addresses.failed(address);
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  private Reply askOne(String address, String method, String path, byte[] body)
      throws IOException, RegistryException {
    HttpExchange.Answer answer =
        http.send(method, new URL(address.replaceFirst("/$", "") + path), body);
    if (answer.status() != OK) {
      throw refusal(answer);
    }
    try {
      return new Reply(path, json.readTree(answer.body()));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "it answers 200 to " + path + ", but not in JSON: " + RegistryAnswers.PATH_HINT, e);
    }
  }

  private RegistryException refusal(HttpExchange.Answer answer) throws IOException {
    JsonNode error;
    try {
      error = json.readTree(answer.body());
    } catch (JsonProcessingException noRegistry) {
      error = MissingNode.getInstance();
    }
    return new RegistryException(
        answer.status(), error.path("error_code").asInt(), error.path("message").asText(""));
  }
}
