package io.flatness.networks.io;

import java.util.List;
import java.util.Map;

/**
 * A table of a file.
 *
 * @param header names of the columns; empty when the file has none
 * @param numbers of shape [rows, columns]; 0 in columns of words
 * @param words what stands in the columns that hold words, by column
 */
public record Table(List<String> header, Tensor numbers, Map<Integer, List<String>> words) {
    /** Copies the names. */
    public Table {
        header = List.copyOf(header);
        words = Map.copyOf(words);
    }

    /** What people call a column: its number and, where the file names it, its name. */
    public String column(int index) {
        return "column " + index + (header.isEmpty() ? "" : " (" + header.get(index) + ")");
    }
}
