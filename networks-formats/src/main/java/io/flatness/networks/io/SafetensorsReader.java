package io.flatness.networks.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads safetensors files: eight bytes of length, a header in JSON, the tensors. */
public final class SafetensorsReader {
    /** Bytes of a header: enough for the most tensors with long names. */
    private static final long MAX_HEADER = 16L << 20;

    private static final int MAX_TENSORS = 50_000;

    private SafetensorsReader() {}

    /** The tensors in the order of the file's data. */
    public static List<Tensor> read(InputFile file) {
        return file.read(in -> read(file, in));
    }

    private static List<Tensor> read(InputFile file, InputStream in) throws IOException {
        long length = ByteBuffer.wrap(file.readBytes(in, Long.BYTES, "the length of the header"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > Math.min(MAX_HEADER, file.maxBytes())) {
            throw file.error("is no safetensors file, or is damaged: it announces a header of "
                    + Long.toUnsignedString(length) + " bytes; at most " + MAX_HEADER + " are read");
        }
        List<Entry> entries = entries(file, file.readBytes(in, (int) length, "the header"));
        List<Tensor> tensors = new ArrayList<>();
        long at = 0;
        long bytes = 0;
        for (Entry entry : entries) {
            String what = "the tensor " + entry.name;
            int count = file.requireRoom(what, entry.shape, entry.type);
            bytes += (long) count * entry.type.storedBytes();
            file.requireTotal(bytes);
            if (entry.begin != at || entry.end - entry.begin != (long) count * entry.type.bytes()) {
                throw file.error("is damaged: " + what + " of shape " + Arrays.toString(entry.shape)
                        + " should take the bytes " + at + " to " + (at + (long) count * entry.type.bytes())
                        + ", but its data_offsets are [" + entry.begin + ", " + entry.end + "]");
            }
            Storage values = file.readElements(in, entry.type, count, ByteOrder.LITTLE_ENDIAN, what);
            List<Integer> shape = new ArrayList<>();
            for (long extent : entry.shape) {
                shape.add((int) extent);
            }
            tensors.add(new Tensor(entry.name, shape, values));
            at = entry.end;
        }
        if (in.read() >= 0) {
            throw file.error("is damaged: it goes on after its last tensor");
        }
        return tensors;
    }

    private record Entry(String name, ElementType type, long[] shape, long begin, long end) {}

    private static List<Entry> entries(InputFile file, byte[] json) {
        JsonNode header = parse(file, json);
        if (header.size() > MAX_TENSORS) {
            throw file.error("holds " + header.size() + " tensors; at most " + MAX_TENSORS + " are read");
        }
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.add(entry(file, field.getKey(), field.getValue()));
            }
        }
        if (entries.isEmpty()) {
            throw file.error("holds no tensors");
        }
        // an empty tensor begins where the next one does
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return entries;
    }

    private static JsonNode parse(InputFile file, byte[] json) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(10).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            JsonNode header = new ObjectMapper(factory).readTree(json);
            if (header != null && header.isObject()) {
                return header;
            }
            throw file.error("is no safetensors file: its header is no JSON object");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            boolean twice = e.getOriginalMessage().startsWith("Duplicate");
            throw file.error((twice
                            ? "is damaged: its header names a tensor twice"
                            : "is no safetensors file, or is damaged: its header is no valid JSON")
                    + (at == null ? "" : ", at its byte " + Math.max(0, at.getByteOffset())));
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    private static Entry entry(InputFile file, String name, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual()
                || !node.path("shape").isArray()
                || offsets.size() != 2
                || !offsets.path(0).canConvertToLong()
                || !offsets.path(1).canConvertToLong()) {
            throw file.error("is damaged: the tensor " + name + " has no dtype, shape or data_offsets");
        }
        long[] shape = new long[node.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            JsonNode extent = node.path("shape").path(i);
            if (!extent.isIntegralNumber() || !extent.canConvertToLong()) {
                throw file.error("is damaged: the tensor " + name + " has the shape " + node.path("shape"));
            }
            shape[i] = extent.asLong();
        }
        ElementType type = type(file, name, node.path("dtype").asText());
        return new Entry(
                name, type, shape, offsets.path(0).asLong(), offsets.path(1).asLong());
    }

    private static ElementType type(InputFile file, String name, String type) {
        return switch (type) {
            case "F64" -> ElementType.FLOAT64;
            case "F32" -> ElementType.FLOAT32;
            case "F16" -> ElementType.FLOAT16;
            case "BF16" -> ElementType.BFLOAT16;
            case "I64" -> ElementType.INT64;
            case "U64" -> ElementType.UINT64;
            case "I32" -> ElementType.INT32;
            case "U32" -> ElementType.UINT32;
            case "I16" -> ElementType.INT16;
            case "U16" -> ElementType.UINT16;
            case "I8" -> ElementType.INT8;
            case "U8" -> ElementType.UINT8;
            case "BOOL" -> ElementType.BOOL;
            default ->
                throw file.error("holds the tensor " + name + " of type " + type
                        + "; F64, F32, F16, BF16 and integers can be read: save it as float32");
        };
    }
}
