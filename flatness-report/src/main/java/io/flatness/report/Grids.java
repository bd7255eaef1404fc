package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The arrays of analyses as {@code .npz}: what an analysis lists by name under {@code grid}, float64, rows first. */
public final class Grids {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private Grids() {}

    /** The files by their paths below the folder of the run; the same bytes for the same results. */
    public static Map<String, byte[]> of(JsonNode results) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (JsonNode analysis : results.path("analyses")) {
            JsonNode grid = analysis.path("grid");
            if (grid.isObject() && !grid.isEmpty()) {
                String about = analysis.path("problem").asText("");
                String name = Figure.fileName(analysis.path("id").asText() + (about.isEmpty() ? "" : "-" + about));
                files.put("grids/" + name + ".npz", npz(grid));
            }
        }
        return files;
    }

    private static byte[] npz(JsonNode grid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, JsonNode> array : grid.properties()) {
                byte[] npy = npy(array.getValue());
                ZipEntry entry = new ZipEntry(array.getKey().replace('/', '_') + ".npy");
                CRC32 checksum = new CRC32();
                checksum.update(npy);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(npy.length);
                entry.setCrc(checksum.getValue());
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(npy);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Numbers, or rows of as many numbers. */
    private static byte[] npy(JsonNode array) {
        boolean rows = array.path(0).isArray();
        int columns = rows ? array.path(0).size() : 1;
        String shape = rows ? "(" + array.size() + ", " + columns + ")" : "(" + array.size() + ",)";
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
        int start = MAGIC.length + 2;
        int padding = ALIGNMENT - (start + header.length() + 1) % ALIGNMENT;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate(start + text.length + Double.BYTES * array.size() * columns)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).putShort((short) text.length).put(text);
        for (JsonNode row : array) {
            if (rows) {
                row.forEach(value -> buffer.putDouble(Cells.number(value)));
            } else {
                buffer.putDouble(Cells.number(row));
            }
        }
        return buffer.array();
    }
}
