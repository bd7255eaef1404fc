package io.flatness.networks.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    @TempDir
    private Path folder;

    private ReaderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ReaderFixture(folder);
    }

    @Test
    void smallIntegersStayBytes() {
        Tensor table = read("0,16,255\n1,2,3\n");
        assertEquals(List.of(2, 3), table.shape());
        assertInstanceOf(Storage.Uint8.class, table.values());
        assertArrayEquals(new double[] {0, 16, 255, 1, 2, 3}, table.values().toDoubles());
    }

    @Test
    void decimalsKeepEveryBit() {
        Tensor table = read("0.1,-1e-300\n");
        assertArrayEquals(new double[] {0.1, -1e-300}, table.values().toDoubles());
        assertInstanceOf(Storage.Float32.class, read("0.5;-2\n").values());
    }

    @Test
    void gzippedTablesAreUnpacked() {
        Tensor table = CsvReader.read(fixture.file("t.csv.gz", ReaderFixture.gzip(bytes("1,2\r\n3,4"))), 10, null)
                .numbers();
        assertArrayEquals(new double[] {1, 2, 3, 4}, table.values().toDoubles());
    }

    @Test
    void firstLineThatHoldsAWordIsAHeader() {
        Tensor table = read("\uFEFF150,4,\"setosa, pale\"\n\n1,2,0\n3,4,1\n");
        assertEquals(List.of(2, 3), table.shape());
    }

    @Test
    void firstRowsAlone() {
        Tensor table = CsvReader.read(fixture.file("t.csv", bytes("1,2\n3,4\nx,y\n")), 2, null)
                .numbers();
        assertEquals(List.of(2, 2), table.shape());
    }

    @Test
    void wordAmongNumbersIsNamedWithItsPlace() {
        refuses("t.csv has 'cat' in line 2, column 3, where a finite number is expected", "1,2,3\n4,5,cat\n");
        refuses(
                "t.csv has nothing in line 2, column 1, where a finite number is expected; fill in missing values, or leave the line out",
                "1,2\n,5\n");
        refuses("t.csv has '1e999' in line 2, column 2, where a finite number is expected", "1,2\n4,1e999\n");
        refuses(
                "t.csv has 'NaN' in line 2, column 1, where a finite number is expected; fill in missing values, or leave the line out",
                "1,2\nNaN,5\n");
    }

    @Test
    void columnOfWordsIsKeptBesideTheNumbers() {
        Table table = CsvReader.read(fixture.file("t.csv", bytes("a;b;kind\n1;2;cat\n3;4;dog\n")), 9, null);
        assertEquals(List.of("a", "b", "kind"), table.header());
        assertEquals(java.util.Map.of(2, List.of("cat", "dog")), table.words());
        assertArrayEquals(
                new double[] {1, 2, 0, 3, 4, 0}, table.numbers().values().toDoubles());
    }

    @Test
    void wordsOfTheFirstRowAreNoHeaderAboveWords() {
        Table table = CsvReader.read(fixture.file("t.csv", bytes("1,2,cat\n3,4,dog\n")), 9, null);
        assertEquals(List.of(), table.header());
        assertEquals(List.of(2, 3), table.numbers().shape());
    }

    @Test
    void delimiterMayBeGiven() {
        Table table = CsvReader.read(fixture.file("t.csv", bytes("1|2\n3|4\n")), 9, '|');
        assertEquals(List.of(2, 2), table.numbers().shape());
    }

    @Test
    void raggedLineIsNamed() {
        refuses("t.csv has 2 fields in line 3, but 3 in its first row", "1,2,3\n4,5,6\n7,8\n");
    }

    @Test
    void emptyTableIsRefused() {
        refuses("t.csv holds no rows of numbers", "a,b\n");
    }

    @Test
    void missingFileIsNamed() {
        fixture.refuses(
                "there is no file missing.csv", fixture.file("missing.csv"), file -> CsvReader.read(file, 1, null));
    }

    @Test
    void truncatedGzipIsSaidToBe() {
        byte[] packed = ReaderFixture.gzip(bytes("1,2\n3,4\n"));
        fixture.refuses(
                "t.csv.gz is truncated",
                fixture.file("t.csv.gz", Arrays.copyOf(packed, packed.length - 9)),
                file -> CsvReader.read(file, 9, null));
    }

    private Tensor read(String content) {
        return CsvReader.read(fixture.file("t.csv", bytes(content)), Integer.MAX_VALUE, null)
                .numbers();
    }

    private void refuses(String message, String content) {
        fixture.refuses(message, fixture.file("t.csv", bytes(content)), file -> CsvReader.read(file, 1000, null));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
