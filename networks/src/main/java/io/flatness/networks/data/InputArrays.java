package io.flatness.networks.data;

import io.flatness.spi.InvalidParameterException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which arrays hold the inputs: one, or one for each input of the network. */
public final class InputArrays {
    private final Map<String, String> arrays;

    private InputArrays(Map<String, String> arrays) {
        this.arrays = arrays;
    }

    /** A single array. */
    public static InputArrays of(String array) {
        return new InputArrays(Map.of("", array));
    }

    /** An array for each input, by the input's name in the model. */
    public static InputArrays of(Map<String, String> arrays) {
        if (arrays.isEmpty()) {
            throw new InvalidParameterException("", "inputs names no array");
        }
        return new InputArrays(new LinkedHashMap<>(arrays));
    }

    /** Arrays by input; the single one has the empty name. */
    Map<String, String> byInput() {
        return arrays;
    }

    @Override
    public String toString() {
        return arrays.size() == 1 && arrays.containsKey("") ? String.valueOf(arrays.get("")) : arrays.toString();
    }
}
