package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Tensors that an ONNX model keeps in files beside it, as PyTorch's default export does.
 *
 * <p>A file is read once. Only files in the model's own folder are opened.
 */
final class ExternalData {
    private final InputFile model;
    private final Map<String, byte[]> contents = new HashMap<>();

    ExternalData(InputFile model) {
        this.model = model;
    }

    Storage read(TensorProto proto, ElementType type, int count, String what) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String location = entries.getOrDefault("location", "");
        byte[] content = contents.computeIfAbsent(location, name -> content(name, what));
        long bytes = (long) count * type.bytes();
        long offset = number(entries, "offset", 0, what);
        long length = number(entries, "length", bytes, what);
        if (length != bytes) {
            throw model.error("is damaged: " + what + " should take " + bytes + " bytes, but " + length + " of "
                    + location + " are named");
        }
        if (offset > content.length - bytes) {
            throw model.error(
                    "keeps " + what + " at the bytes " + offset + " to " + (offset + bytes) + " of " + location
                            + ", which has only " + content.length + ": it is truncated, or belongs to another model");
        }
        Storage values = type.allocate(count);
        ByteBuffer buffer = ByteBuffer.wrap(content, (int) offset, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        type.read(buffer, count, values, 0);
        return values;
    }

    private byte[] content(String location, String what) {
        InputFile beside = model.beside(location, what);
        return beside.readWhole();
    }

    private long number(Map<String, String> entries, String key, long otherwise, String what) {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,18}")) {
            throw model.error("is damaged: " + what + " has the " + key + " '" + text + "'");
        }
        return Long.parseLong(text);
    }
}
