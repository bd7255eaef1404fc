package io.flatness.networks.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.spi.loss.ModelExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes safetensors files that PyTorch loads: dense weights as [out, in]. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** The content of a file with the tensors in the given order. */
    static byte[] write(List<Tensor> tensors, ModelExport.Precision precision) {
        int bytes = precision == ModelExport.Precision.FLOAT64 ? Double.BYTES : Float.BYTES;
        ObjectNode header = new ObjectMapper().createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (Tensor tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", bytes == Double.BYTES ? "F64" : "F32");
            tensor.shape().forEach(entry.putArray("shape")::add);
            long end = at + (long) tensor.size() * bytes;
            entry.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json = padded(header);
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + json.length + at))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        for (Tensor tensor : tensors) {
            for (int i = 0; i < tensor.size(); i++) {
                if (bytes == Double.BYTES) {
                    file.putDouble(tensor.values().get(i));
                } else {
                    file.putFloat((float) tensor.values().get(i));
                }
            }
        }
        return file.array();
    }

    private static byte[] padded(ObjectNode header) {
        try {
            StringBuilder json = new StringBuilder(new ObjectMapper().writeValueAsString(header));
            while (json.toString().getBytes(StandardCharsets.UTF_8).length % ALIGNMENT != 0) {
                json.append(' ');
            }
            return json.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
