/*
 * Drives the servers of the examples behind a bridge, while another process
 * kills them: `drive SOCKET`.
 */
#include "adder.h"
#include "idol_bridge.h"
#include "sensor.h"
#include "shelf.h"
#include "spi.h"
#include "uart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(what)                                                            \
    do {                                                                       \
        if (!(what)) {                                                         \
            fprintf(stderr, "drive.c:%d: %s: %s\n", __LINE__, #what,           \
                    lab.message);                                              \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

static idol_bridge lab;

/* How often a call was told of a death. */
static unsigned deaths;

static bool told_of_death(idol_status status)
{
    deaths += status == IDOL_DIED;
    return status == IDOL_DIED;
}

/* Measures; the driver is asked again whenever it dies. */
static void sensor(void)
{
    idol_bridge_server server = {&lab, "sensor"};
    idol_transport transport = idol_bridge_transport(&server);
    sensor_option_i16_i16 extremes;
    sensor_reading reading;
    sensor_sensor_error error;
    idol_status status;
    do {
        CHECK(idol_bridge_ask(&lab, "bridge.sleep", "{\"milliseconds\":250}"));
        status = sensor_latest(&transport, SENSOR_PLACE_GARDEN, &reading,
                               &error);
        /* It has been restarted, and has not measured since. */
        CHECK(status == IDOL_OK ||
              (status == IDOL_ERROR &&
               error == SENSOR_SENSOR_ERROR_NOTHING_YET));
    } while (status != IDOL_OK);
    CHECK(reading.celsius >= 1 && reading.celsius <= 5 && reading.at > 0);
    CHECK(sensor_extremes(&transport, SENSOR_PLACE_ROOM, &extremes) == IDOL_OK);
    CHECK(!extremes.some || extremes.value.value_0 <= extremes.value.value_1);
    CHECK(sensor_latest(&transport, (sensor_place)9, &reading, &error) ==
          IDOL_BAD_VALUE);
}

/* Asks the chip for its name, by leases. */
static void spi(void)
{
    static const uint8_t source[4] = {0x9f, 0, 0, 0};
    static const uint8_t many[1025] = {0};
    static uint8_t all[1025];
    idol_bridge_server server = {&lab, "spi"};
    idol_transport transport = idol_bridge_transport(&server);
    uint8_t sink[4] = {0};
    uint32_t hertz;
    spi_spi_error error;
    idol_status status;
    do {
        status = spi_exchange(&transport, SPI_CHIP_FLASH, source, 4, sink, 4,
                              &error);
    } while (told_of_death(status));
    CHECK(status == IDOL_OK);
    CHECK(sink[0] == 0xff && sink[1] == 0xef && sink[2] == 0x40);
    do {
        status = spi_exchange(&transport, SPI_CHIP_FLASH, source, 4, sink, 3,
                              &error);
    } while (told_of_death(status));
    CHECK(status == IDOL_ERROR && error == SPI_SPI_ERROR_LENGTHS_DIFFER);
    /* Nothing is sent of what is too long. */
    CHECK(spi_exchange(&transport, SPI_CHIP_FLASH, many, 1025, all, 1025,
                       &error) == IDOL_BAD_LEASE);
    do {
        status = spi_exchange(&transport, SPI_CHIP_FLASH, many, 1024, all, 1024,
                              &error);
    } while (told_of_death(status));
    CHECK(status == IDOL_OK && all[0] == 0xff && all[1023] == 0xff);
    CHECK(spi_set_clock(&transport, SPI_CHIP_FLASH, 1000000, &hertz, &error) ==
          IDOL_OK);
    CHECK(hertz > 0 && hertz <= 1000000);
}

/* Waits for a line. What the port has once received is gone with it. */
static void uart(void)
{
    idol_bridge_server server = {&lab, "uart"};
    idol_transport transport = idol_bridge_transport(&server);
    uint8_t line[64], length;
    uart_uart_error error;
    uint32_t lost;
    idol_status status =
        uart_read_line(&transport, line, sizeof line, &length, &error);
    CHECK(status == IDOL_OK && length > 0 && length <= sizeof line);
    CHECK(line[length - 1] == '\n');
    CHECK(idol_bridge_ask(&lab, "bridge.kill", "{\"task\":\"uart\"}"));
    CHECK(uart_lost(&transport, &lost) == IDOL_OK);
}

/* Numbers, and what a server is told that does not exist. */
static void adder(void)
{
    idol_bridge_server server = {&lab, "adder"};
    idol_bridge_server nobody = {&lab, "no\"body\\"};
    idol_transport transport = idol_bridge_transport(&server);
    uint32_t sum;
    idol_status status;
    do {
        status = adder_add(&transport, 0xffffffff, 3, &sum);
    } while (told_of_death(status));
    CHECK(status == IDOL_OK && sum == 2);
    transport = idol_bridge_transport(&nobody);
    CHECK(adder_add(&transport, 1, 2, &sum) == IDOL_TRANSPORT);
    CHECK(lab.error == -32602 && strstr(lab.message, "no\"body\\") != NULL);
}

static void shelf(void)
{
    idol_bridge_server server = {&lab, "shelf"};
    idol_transport transport = idol_bridge_transport(&server);
    shelf_things_cursor things;
    shelf_slips_cursor slips;
    shelf_marks_cursor marks;
    shelf_thing thing;
    shelf_slip slip;
    shelf_option_u8 mark;
    shelf_refusal refusal;
    shelf_desk_error error;
    unsigned count = 0;
    idol_status status;
    shelf_things_begin(&things, &transport, 1, 0);
    while ((status = shelf_things_next(&things, &thing, &refusal)) == IDOL_OK) {
        CHECK(thing.number == 10 + count && thing.place.value_1 == -1);
        count++;
    }
    CHECK(status == IDOL_END && count == 3);
    CHECK(shelf_things_next(&things, &thing, &refusal) == IDOL_END);
    shelf_things_begin(&things, &transport, 2, 0);
    CHECK(shelf_things_next(&things, &thing, &refusal) == IDOL_OK);
    CHECK(shelf_things_next(&things, &thing, &refusal) == IDOL_ERROR);
    CHECK(refusal.tag == SHELF_REFUSAL_LATER &&
          refusal.as.later.value == 9);
    CHECK(shelf_things_next(&things, &thing, &refusal) == IDOL_END);
    /* What is not asked for again tells of a death, and is begun anew. */
    do {
        shelf_slips_begin(&slips, &transport, 250);
        count = 0;
        while ((status = shelf_slips_next(&slips, &slip, &error)) == IDOL_OK) {
            CHECK(slip.number == 350 + 500 * count);
            count++;
        }
    } while (told_of_death(status));
    CHECK(status == IDOL_END && count == 2);
    shelf_marks_begin(&marks, &transport, 0);
    for (count = 0; shelf_marks_next(&marks, &mark) == IDOL_OK; count++) {
        CHECK(mark.some == (count != 1));
    }
    CHECK(count == 3);
}

int main(int argc, char **argv)
{
    unsigned round;
    CHECK(argc == 2);
    if (!idol_bridge_connect(&lab, argv[1])) {
        fprintf(stderr, "drive: %s\n", lab.message);
        return 1;
    }
    uart();
    for (round = 0; round < 40; round++) {
        spi();
        adder();
        shelf();
        sensor();
    }
    /* It may kill, as its socket allows it. */
    CHECK(idol_bridge_ask(&lab, "bridge.kill", "{\"task\":\"spi\"}"));
    CHECK(!idol_bridge_ask(&lab, "bridge.kill", "{\"task\":\"nobody\"}"));
    idol_bridge_close(&lab);
    CHECK(!idol_bridge_ask(&lab, "bridge.now", "{}"));
    printf("%u\n", deaths);
    return 0;
}
